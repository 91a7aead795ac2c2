// Every scenario, and how a host runs them.
import { test } from 'node:test';
import { bulk } from './bulk.ts';
import { callbacks } from './callbacks.ts';
import { embeddedForms } from './embedded_forms.ts';
import { forms } from './forms.ts';
import { hooks } from './hooks.ts';
import { managing } from './managing.ts';
import type { MusicTunez } from './music.ts';
import { nestedForms } from './nested_forms.ts';
import { reading } from './reading.ts';
import { type Scenario } from './scenario.ts';
import { values } from './values.ts';
import { writing } from './writing.ts';

/** All scenarios; each needs an empty database of its own. */
export const scenarios: readonly Scenario[] = [
  ...writing,
  ...reading,
  ...values,
  ...callbacks,
  ...hooks,
  ...bulk,
  ...managing,
  ...forms,
  ...nestedForms,
  ...embeddedForms,
];

/**
 * Runs all scenarios on databases that `open` makes. `gaps` are the names of scenarios that this host
 * is known not to fulfil; one that passes all the same fails the run, so that the list stays true.
 */
export function runScenarios(open: () => Promise<MusicTunez>, gaps: readonly string[] = []): void {
  const unknown = gaps.filter((gap) => !scenarios.some(({ name }) => name === gap));
  test('every known gap is a scenario', () => {
    if (unknown.length > 0) throw new Error(`there is no scenario ${unknown.join(', ')}`);
  });
  for (const scenario of scenarios)
    test(scenario.name, () =>
      gaps.includes(scenario.name) ? fails(scenario, open) : runs(scenario, open),
    );
}

async function runs(scenario: Scenario, open: () => Promise<MusicTunez>): Promise<void> {
  const tunez = await open();
  try {
    await scenario.run(tunez);
  } finally {
    await tunez.close();
  }
}

async function fails(scenario: Scenario, open: () => Promise<MusicTunez>): Promise<void> {
  const failed = await runs(scenario, open).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error('it works now: take it off the list of gaps');
}

// How a host of Node's test runner runs every scenario.
import { test } from 'node:test';
import type { MusicTunez } from './music.ts';
import { runScenario, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

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
      gaps.includes(scenario.name) ? fails(scenario, open) : runScenario(scenario, open),
    );
}

async function fails(scenario: Scenario, open: () => Promise<MusicTunez>): Promise<void> {
  const failed = await runScenario(scenario, open).then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error('it works now: take it off the list of gaps');
}

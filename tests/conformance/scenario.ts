// A scenario is a sentence that would be true of the documentation, and a function that shows it.
import assert from 'node:assert/strict';
import { type ErrorDetail, TunezError } from 'tunez';
import type { MusicTunez } from './music.ts';

/** One behaviour, to be shown on a database of its own. */
export interface Scenario {
  readonly name: string;
  run(tunez: MusicTunez): Promise<void>;
}

/** Collects the scenarios of a file. */
export function scenarios(): {
  readonly all: Scenario[];
  readonly scenario: (name: string, run: (tunez: MusicTunez) => Promise<void>) => void;
} {
  const all: Scenario[] = [];
  return { all, scenario: (name, run) => void all.push({ name, run }) };
}

/** Shows it on a database that `open` makes. */
export async function runScenario(
  scenario: Scenario,
  open: () => Promise<MusicTunez>,
): Promise<void> {
  const tunez = await open();
  try {
    await scenario.run(tunez);
  } finally {
    await tunez.close();
  }
}

/** The errors with which the work rejects. It must reject with a `TunezError`. */
export async function errorsOf(work: Promise<unknown>): Promise<readonly ErrorDetail[]> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof TunezError, `a TunezError was expected, not ${String(error)}`);
    return error.errors;
  }
  throw new Error('an error was expected');
}

/** `field: message` of each error, sorted. */
export async function messagesOf(work: Promise<unknown>): Promise<string[]> {
  return (await errorsOf(work)).map(({ field, message }) => `${field ?? ''}: ${message}`).sort();
}

/** The codes of the errors, sorted. */
export async function codesOf(work: Promise<unknown>): Promise<string[]> {
  return (await errorsOf(work)).map(({ code }) => code).sort();
}

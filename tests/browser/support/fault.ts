// A fault of tests/faults, of a size that every run of the tests can afford.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

export interface Outcome {
  readonly lost: number;
  readonly bad: number;
}

/** Fails the test when anything was lost, or was there by halves. */
export async function runFault<O extends Outcome>(
  t: TestContext,
  fault: string,
  size: number,
): Promise<O> {
  const { href } = new URL(`../../faults/${fault}.mjs`, import.meta.url);
  const { run } = (await import(href)) as {
    run: (options: object) => Promise<O>;
  };
  const log = (line: string): void => t.diagnostic(line);
  const outcome = await run({ size, seed: 1, log });
  t.diagnostic(JSON.stringify(outcome));
  assert.equal(outcome.bad, 0);
  return outcome;
}

// What tests/faults does to a browser, as often as every run of the tests can afford.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

interface Outcome {
  readonly lost: number;
  readonly bad: number;
}

async function run<O extends Outcome>(t: TestContext, fault: string, size: number): Promise<O> {
  const { href } = new URL(`../faults/${fault}.mjs`, import.meta.url);
  const { run: runFault } = (await import(href)) as {
    run: (options: object) => Promise<O>;
  };
  const log = (line: string): void => t.diagnostic(line);
  const outcome = await runFault({ size, seed: 1, log });
  t.diagnostic(JSON.stringify(outcome));
  assert.equal(outcome.bad, 0);
  return outcome;
}

test('a browser that is killed while it writes has lost no acknowledged write: 10 kills', async (t) => {
  const { kills } = await run<Outcome & { readonly kills: number }>(t, 'kill-browser', 10);
  assert.equal(kills, 10);
});

test('five tabs that open, close, crash and freeze for a minute lose nothing and do nothing twice', async (t) => {
  await run(t, 'tabs', 60);
});

test('a browser without room keeps what it acknowledged, in its files and in IndexedDB', async (t) => {
  const { filled } = await run<Outcome & { readonly filled: number }>(t, 'quota', 2);
  assert.equal(filled, 2);
});

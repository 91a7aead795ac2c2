// What tests/faults does to a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFault, type Outcome } from './support/fault.ts';

test('a browser that is killed while it writes has lost no acknowledged write: 10 kills', async (t) => {
  const { kills } = await runFault<Outcome & { readonly kills: number }>(t, 'kill-browser', 10);
  assert.equal(kills, 10);
});

test('a browser without room keeps what it acknowledged, in its files and in IndexedDB', async (t) => {
  const { filled } = await runFault<Outcome & { readonly filled: number }>(t, 'quota', 2);
  assert.equal(filled, 2);
});

// Kills of processes, as `npm run faults` makes them, but fewer.
import assert from 'node:assert/strict';
import { test } from 'node:test';

interface Result {
  readonly kills: number;
  readonly bad: number;
}
const { run } = (await import(new URL('../faults/kill-node.mjs', import.meta.url).href)) as {
  run: (options: { size: number; seed: number; log: (line: string) => void }) => Promise<Result>;
};

test('a process that is killed a hundred times loses nothing that it acknowledged', async () => {
  const result = await run({ size: 100, seed: 2026, log: (line) => console.log(line) });
  assert.equal(result.kills, 100);
  assert.equal(result.bad, 0);
});

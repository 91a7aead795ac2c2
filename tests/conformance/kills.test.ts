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

test('processes that are killed, a hundred in all, lose nothing that they acknowledged', async () => {
  const log = (line: string) => console.log(line);
  // Two databases beside each other, since a process takes most of its time to start.
  const results = await Promise.all([2026, 2027].map((seed) => run({ size: 50, seed, log })));
  assert.deepEqual(
    results.map(({ kills, bad }) => ({ kills, bad })),
    [
      { kills: 50, bad: 0 },
      { kills: 50, bad: 0 },
    ],
  );
});

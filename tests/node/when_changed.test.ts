import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { StepResult } from '../../tools/lib/steps.mjs';
import { whenChanged } from '../../tools/lib/when-changed.mjs';

// Work that looks at a file and at a folder, and how often it was done.
function arrange(t: TestContext, result: StepResult = { ok: true, passed: 3, failed: 0 }) {
  const folder = mkdtempSync(join(tmpdir(), 'tunez-changed-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const inputs = [join(folder, 'one.txt'), join(folder, 'more')];
  mkdirSync(inputs[1]!);
  const work = {
    done: 0,
    result,
    folder,
    write: (path: string, text: string) => writeFileSync(join(folder, path), text),
    run: (options: { output?: string; always?: boolean } = {}) =>
      whenChanged('work', { inputs, stamps: join(folder, 'stamps'), ...options }, () => {
        work.done++;
        return work.result;
      }),
  };
  return work;
}

test('tests that passed on the same files are told again, and not run', async (t) => {
  const work = arrange(t);
  assert.deepEqual(await work.run(), { ok: true, passed: 3, failed: 0 });
  assert.deepEqual(await work.run(), { ok: true, passed: 3, failed: 0, earlier: true });
  assert.equal(work.done, 1);
});

test('they are run when a file that they look at is changed, comes or goes', async (t) => {
  const work = arrange(t);
  await work.run();
  const changes = [
    () => work.write('one.txt', 'first'),
    () => work.write('one.txt', 'second'),
    () => work.write('more/two.txt', ''),
    () => rmSync(join(work.folder, 'more/two.txt')),
  ];
  for (const [index, change] of changes.entries()) {
    change();
    assert.equal((await work.run()).earlier, undefined);
    assert.equal(work.done, index + 2);
  }
});

test('what failed, or was left out, is tried again', async (t) => {
  for (const result of [{ ok: false }, { ok: true, skipped: 'no folder' }]) {
    const work = arrange(t, result);
    await work.run();
    assert.deepEqual(await work.run(), result);
    assert.equal(work.done, 2);
  }
});

test('what was built is built again when it is gone', async (t) => {
  const work = arrange(t, { ok: true });
  const output = join(work.folder, 'built');
  work.write('built', '');
  await work.run({ output });
  assert.deepEqual(await work.run({ output }), { ok: true, skipped: 'nothing has changed' });
  rmSync(output);
  await work.run({ output });
  assert.equal(work.done, 2);
});

test('what is always wanted is run again, and counts as failed when it fails then', async (t) => {
  const work = arrange(t);
  await work.run();
  await work.run({ always: true });
  assert.equal(work.done, 2);
  work.result = { ok: false };
  await work.run({ always: true });
  assert.equal((await work.run()).ok, false);
  assert.equal(work.done, 4);
});

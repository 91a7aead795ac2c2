import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Steps } from '../../tools/lib/steps.mjs';

interface Open {
  readonly work: () => Promise<{ ok: boolean; passed?: number; failed?: number }>;
  readonly end: (ok?: boolean) => Promise<void>;
}

// What is printed is not what is looked at here.
function quiet(t: TestContext): void {
  t.mock.method(console, 'log', () => undefined);
  t.mock.method(console, 'error', () => undefined);
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

// Work that says when it begins, and ends when it is told to.
function open(name: string, begun: string[]): Open {
  let finish: (result: { ok: boolean }) => void = () => undefined;
  const finished = new Promise<{ ok: boolean }>((resolve) => (finish = resolve));
  return {
    work: () => {
      begun.push(name);
      return finished;
    },
    end: async (ok = true) => {
      finish({ ok });
      await settled();
    },
  };
}

test('of steps that do not wait for each other as many run at a time as is said, the first first', async (t) => {
  quiet(t);
  const steps = new Steps({ atOnce: 2 });
  const begun: string[] = [];
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => open(name, begun));
  const all = Promise.all([a, b, c, d].map((each, i) => steps.run(String(i), each!.work)));
  await settled();
  assert.deepEqual(begun, ['a', 'b']);
  await b!.end();
  assert.deepEqual(begun, ['a', 'b', 'c']);
  await a!.end();
  assert.deepEqual(begun, ['a', 'b', 'c', 'd']);
  await Promise.all([c!.end(), d!.end()]);
  assert.deepEqual(await all, [true, true, true, true]);
});

test('a step begins after those that it needs, and others go on meanwhile', async (t) => {
  quiet(t);
  const steps = new Steps({ atOnce: 2 });
  const begun: string[] = [];
  const [first, second, other] = ['first', 'second', 'other'].map((name) => open(name, begun));
  const done = steps.run('first', first!.work);
  const last = steps.run('second', second!.work, [done]);
  const beside = steps.run('other', other!.work);
  await settled();
  assert.deepEqual(begun, ['first', 'other']);
  await first!.end();
  assert.deepEqual(begun, ['first', 'other', 'second']);
  await Promise.all([second!.end(), other!.end()]);
  assert.deepEqual(await Promise.all([last, beside]), [true, true]);
  assert.equal(steps.ok, true);
});

test('what needs a failed step is left out, and what needs that, too; the rest is run', async (t) => {
  quiet(t);
  const steps = new Steps({ atOnce: 2 });
  const run: string[] = [];
  const work = (name: string, ok: boolean) => () => {
    run.push(name);
    return { ok };
  };
  const build = steps.run('build', work('build', false));
  const use = steps.run('use', work('use', true), [build]);
  const after = steps.run('after', work('after', true), [use]);
  const other = steps.run('other', work('other', true));
  assert.deepEqual(await Promise.all([build, use, after, other]), [false, false, false, true]);
  assert.deepEqual(run, ['build', 'other']);
  assert.equal(steps.ok, false);
  assert.equal(steps.summary(), '0 passed, 1 failed');
});

test('a step that throws has failed, and gives its place to the next', async (t) => {
  quiet(t);
  const steps = new Steps();
  const broken = steps.run('broken', () => {
    throw new Error('no');
  });
  const next = steps.run('next', () => ({ ok: true, passed: 2, failed: 0 }));
  assert.deepEqual(await Promise.all([broken, next]), [false, true]);
  assert.equal(steps.summary(), '2 passed, 1 failed');
});

test('the closing line says how many tests passed earlier', async (t) => {
  quiet(t);
  const steps = new Steps();
  await steps.run('old', () => ({ ok: true, passed: 5, failed: 0, earlier: true }));
  await steps.run('new', () => ({ ok: true, passed: 2, failed: 0 }));
  assert.match(steps.summary(), /^7 passed \(5 of them earlier: .*\), 0 failed$/);
});

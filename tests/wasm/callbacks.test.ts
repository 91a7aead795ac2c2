import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Boundary, type Callback, errorOf } from './support/boundary.ts';

async function withCallback(callback: Callback): Promise<Boundary> {
  const boundary = await Boundary.start([callback]);
  boundary.open();
  return boundary;
}

test('a callback is asked, and its answer is used', async () => {
  const boundary = await withCallback((message) => ({
    ok: `called for ${String(message['kind'])}`,
  }));
  const note = boundary.createNote('a').ok as { stamp: string };
  assert.equal(note.stamp, 'called for value');
});

test('a callback may send messages of its own, also large ones', async () => {
  const boundary = await withCallback((_message, inner) => {
    const input = 'y'.repeat(20_000_000);
    return { ok: String((inner.value({ op: 'cast', type: 'string', input }) as string).length) };
  });
  const note = boundary.createNote('outer').ok as { stamp: string; text: string };
  assert.equal(note.stamp, '20000000');
  assert.equal(note.text, 'outer');
});

test('callbacks that call each other without end are stopped, and nothing is lost', async () => {
  let depth = 0;
  const boundary = await withCallback((_message, inner) => {
    depth++;
    return { ok: JSON.stringify(inner.createNote('deeper')).slice(0, 100) };
  });
  assert.ok('ok' in boundary.createNote('outer'));
  assert.ok(depth > 1 && depth < 100);
  assert.ok('ok' in boundary.run({ op: 'info' }));
});

test('an exception that reaches the engine becomes an error, and the session stays usable', async () => {
  let broken = true;
  const boundary = await withCallback(() => {
    if (broken) throw new Error('no');
    return { ok: 'mended' };
  });
  assert.equal(errorOf(boundary.createNote('a')).code, 'callback_failed');
  broken = false;
  assert.equal((boundary.createNote('b').ok as { stamp: string }).stamp, 'mended');
  assert.equal(boundary.count(), 1);
});

test('a reply that is nonsense becomes an error', async () => {
  for (const reply of [null, 1, [], {}, { error: 1 }, { error: { errors: [] } }]) {
    const boundary = await withCallback(() => reply);
    assert.equal(errorOf(boundary.createNote('a')).code, 'callback_failed', JSON.stringify(reply));
  }
});

test('the error that a callback answers with arrives', async () => {
  const boundary = await withCallback(() => ({
    error: { class: 'unknown', errors: [{ code: 'callback_failed', message: '** (Error) no' }] },
  }));
  const error = errorOf(boundary.createNote('a'));
  assert.deepEqual([error.code, error.message], ['callback_failed', '** (Error) no']);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { TunezError } from '../../js/src/wire/errors.ts';
import { Boundary } from './support/boundary.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test('the engine says which version it is', async () => {
  const { version } = JSON.parse(readFileSync(`${root}js/package.json`, 'utf8')) as {
    version: string;
  };
  const { module } = await Boundary.start();
  assert.equal((module as unknown as { version(): string }).version(), version);
});

test('instances share nothing', async () => {
  const [first, second] = [await Boundary.start([() => ({ ok: '1' })]), await Boundary.start()];
  first.open();
  first.createNote('a');
  assert.match(JSON.stringify(second.createNote('b')), /not_open/);
  assert.equal(first.count(), 1);
});

test('sessions of one instance share nothing either', async () => {
  const boundary = await Boundary.start([() => ({ ok: '1' })]);
  boundary.open();
  const other = new boundary.module.Session(true);
  other.delete();
  boundary.createNote('a');
  assert.equal(boundary.count(), 1);
});

test('the engine runs where code may not be made from text', () => {
  const script = `
    const { domain, open, resource, t } = await import('./js/dist/node.js');
    const Note = resource('Note', {
      attributes: { id: t.integer().primaryKey(), text: t.string().public() },
      actions: { defaults: ['create', 'read'], defaultAccept: ['text'] },
    });
    const tunez = await open({ domains: [domain('Notes', { resources: { Note } })], storage: ':memory:' });
    await tunez.create(Note, 'create', { text: 'a' });
    if ((await tunez.read(Note, 'read')).length !== 1) throw new Error('no answer');`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script],
    { cwd: root, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
});

test('an engine that there is no memory for is an error', async (t) => {
  const packaged = (await import(
    new URL('../../js/dist/node.js', import.meta.url).href
  )) as typeof import('../../js/src/node.ts');
  const { domain, open, resource, t: types } = packaged;
  const Note = resource('Note', { attributes: { id: types.integer().primaryKey() } });
  const domains = [domain('Notes', { resources: { Note } })];
  const refusal = new RangeError('WebAssembly.instantiate(): Out of memory');
  t.mock.method(WebAssembly, 'instantiate', () => Promise.reject(refusal));
  await assert.rejects(open({ domains, storage: ':memory:' }), (error) => {
    const [found] = (error as TunezError).errors;
    assert.equal(found?.code, 'engine_failed');
    assert.match(found.message, /could not be started: RangeError: .*Out of memory/);
    return true;
  });
});

// Requests of one turn share a flush in Node, and none is acknowledged before it.
import assert from 'node:assert/strict';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Durability, domain, open, resource, t, TunezError } from 'tunez';

// Counts the flushes of all files, and lets them fail. Set before the package imports them.
const flushes = { count: 0, fail: false };
const { fdatasyncSync } = fs;
fs.fdatasyncSync = (descriptor) => {
  flushes.count++;
  if (flushes.fail) throw Object.assign(new Error('gone'), { code: 'EIO' });
  fdatasyncSync(descriptor);
};
syncBuiltinESMExports();

const folder = mkdtempSync(join(tmpdir(), 'tunez-commits-'));
after(() => rmSync(folder, { recursive: true }));

const Note = resource('Note', {
  attributes: { id: t.integer().primaryKey().writable(), text: t.string() },
  actions: {
    defaults: ['read', { create: ['id', 'text'] }],
    createSlowly: {
      type: 'create',
      accept: ['id'],
      changes: [
        (changeset) => changeset.afterTransaction(async (_, result) => Promise.resolve(result)),
      ],
    },
  },
});
const Notes = domain('Notes', {
  resources: { Note },
  interface: ({ define }) => ({
    create: define(Note, 'create'),
    createSlowly: define(Note, 'createSlowly'),
    read: define(Note, 'read'),
  }),
});

async function openNotes(storage: string, durability: Durability = 'full') {
  const up = ['CREATE TABLE "notes" ("id" INTEGER PRIMARY KEY, "text" TEXT) STRICT'];
  const migrations = [{ version: '1', name: 'notes', up, down: [] }];
  return open({ domains: [Notes], storage, migrations, durability });
}

let made = 0;
const newPath = () => join(folder, `${made++}.db`);
async function notes(durability: Durability = 'full', storage = newPath()) {
  const tunez = await openNotes(storage, durability);
  await tunez.notes.create({ id: 0 });
  flushes.count = 0;
  return tunez;
}

const numbers = [1, 2, 3, 4, 5];

test('requests of the same turn are acknowledged after one flush, others after their own', async () => {
  const tunez = await notes();
  await Promise.all(numbers.map((id) => tunez.notes.create({ id })));
  assert.equal(flushes.count, 1);
  for (const id of numbers) await tunez.notes.create({ id: id + 10 });
  assert.equal(flushes.count, 6);
  await tunez.close();
});

test('relaxed commits and reads flush nothing', async () => {
  const relaxed = await notes('relaxed');
  await relaxed.notes.create({ id: 1 });
  assert.equal(flushes.count, 0);
  await relaxed.close();
  const tunez = await notes();
  await tunez.notes.read();
  assert.equal(flushes.count, 0);
  await tunez.close();
});

test('a flush that fails rejects each request that waits for it, and the next go on', async () => {
  const tunez = await notes();
  flushes.fail = true;
  const outcomes = await Promise.allSettled(numbers.map((id) => tunez.notes.create({ id })));
  flushes.fail = false;
  for (const outcome of outcomes) {
    assert.equal(outcome.status, 'rejected');
    assert.ok(outcome.reason instanceof TunezError);
    assert.equal(outcome.reason.errors[0]!.code, 'commit_outcome_unknown');
  }
  await tunez.notes.create({ id: 100 });
  const ids = (await tunez.notes.read()).map(({ id }) => id);
  assert.ok(ids.includes(0) && ids.includes(100));
  await tunez.close();
});

test('what waits for its flush is acknowledged although the database is closed', async () => {
  const storage = newPath();
  const tunez = await notes('full', storage);
  const waiting = numbers.map((id) => tunez.notes.create({ id }));
  await tunez.close();
  await Promise.all(waiting);
  const again = await openNotes(storage);
  assert.equal((await again.notes.read()).length, numbers.length + 1);
  await again.close();
});

test('a request with a hook after its transaction is flushed before the hook, by itself', async () => {
  const tunez = await notes();
  await Promise.all(numbers.map((id) => tunez.notes.createSlowly({ id })));
  assert.equal(flushes.count, 5);
  await tunez.close();
});

// `tunez.storage` over files of Node, with the package as it is built.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import {
  domain,
  open,
  resource,
  t,
  type ErrorCode,
  type Migration,
  TunezError,
  type TunezOf,
} from 'tunez';

const Note = resource('Note', {
  attributes: { id: t.uuid().primaryKey(), text: t.string({ trim: false }).public() },
  actions: { defaults: ['create', 'read', 'destroy'], defaultAccept: ['text'] },
});
const Notes = domain('Notes', {
  resources: { Note },
  interface: ({ define }) => ({ getNote: define(Note, 'read', { getBy: 'id' }) }),
});
type NotesTunez = TunezOf<[typeof Notes]>;

const folder = mkdtempSync(join(tmpdir(), 'tunez-storage-'));
after(() => rmSync(folder, { recursive: true }));
let made = 0;
const newPath = (): string => join(folder, `notes-${made++}.sqlite`);

const tables: Migration = {
  version: '20260101000000',
  name: 'notes',
  up: ['CREATE TABLE "notes" ("id" TEXT PRIMARY KEY NOT NULL, "text" TEXT)'],
  down: ['DROP TABLE "notes"'],
};
const index: Migration = {
  version: '20260102000000',
  name: 'index',
  up: ['CREATE INDEX "notes_text" ON "notes" ("text")'],
  down: ['DROP INDEX "notes_text"'],
};

async function opened(t: TestContext, path: string, migrations = [tables]): Promise<NotesTunez> {
  const tunez = await open({ domains: [Notes], storage: path, migrations });
  t.after(() => tunez.close());
  return tunez;
}
const add = (tunez: NotesTunez, text: string) => tunez.create(Note, 'create', { text });
const texts = async (tunez: NotesTunez): Promise<(string | null)[]> =>
  (await tunez.read(Note)).map(({ text }) => text).sort();
const refused = (promise: Promise<unknown>, code: ErrorCode, words?: RegExp) =>
  assert.rejects(promise, (error) => {
    assert.ok(error instanceof TunezError);
    assert.equal(error.errors[0]!.code, code);
    assert.match(error.message, words ?? /./);
    return true;
  });

test('the status says where the data lives and how safe it is', async (t) => {
  const tunez = await opened(t, newPath());
  await add(tunez, 'a');
  const status = await tunez.storage.status();
  assert.equal(status.kind, 'file');
  assert.equal(status.durability, 'full');
  assert.equal(status.persisted, true);
  assert.equal(status.lost, false);
  assert.ok(status.size + status.logSize > 0);
  assert.ok(status.available! > 0);
  assert.deepEqual(status.backups, []);
  assert.deepEqual(status.kept, []);
  assert.equal(status.report.recovered, undefined);
});

test('a database in memory says so, and can be exported', async () => {
  const tunez = await open({ domains: [Notes], storage: ':memory:' });
  await add(tunez, 'a');
  const status = await tunez.storage.status();
  assert.equal(status.kind, 'memory');
  assert.equal(status.persisted, false);
  assert.equal(await tunez.storage.persist(), false);
  await refused(tunez.storage.backup(), 'not_supported');
  await refused(tunez.storage.import(new Uint8Array(100)), 'not_supported');
  const file = await tunez.storage.export();
  assert.equal(Buffer.from(file.subarray(0, 15)).toString(), 'SQLite format 3');
  await tunez.close();
});

test('a storage of browsers, or none, is refused, and no file is made of its name', async () => {
  for (const storage of ['opfs:notes', 'indexeddb:notes', '', undefined]) {
    const opening = open({ domains: [Notes], storage: storage as string });
    await refused(opening, 'storage_unavailable', /there are ":memory:" and paths of files/);
    assert.ok(!existsSync(storage ?? 'undefined'));
  }
});

test('after closing there is one plain file, and a manifest and a reserve beside it', async () => {
  const path = newPath();
  const tunez = await open({ domains: [Notes], storage: path, migrations: [tables] });
  await add(tunez, 'a');
  await tunez.close();
  const name = path.slice(folder.length + 1);
  const files = readdirSync(folder).filter((file) => file.startsWith(name));
  for (const file of files)
    assert.ok([name, `${name}-manifest`, `${name}-reserve`].includes(file), file);
  assert.ok(statSync(path).size > 0);
});

test('a backup brings back what there was, and what there is now is backed up before', async (t) => {
  const tunez = await opened(t, newPath());
  await add(tunez, 'before');
  const backup = await tunez.storage.backup();
  assert.ok(backup.size > 0 && Date.parse(backup.at) > 0);
  assert.deepEqual(await tunez.storage.backups(), [backup]);
  await add(tunez, 'after');
  const { applied } = await tunez.storage.restore(backup.slot);
  assert.deepEqual(applied, []);
  assert.deepEqual(await texts(tunez), ['before']);
  const [, newer] = await tunez.storage.backups();
  await tunez.storage.restore(newer!.slot);
  assert.deepEqual(await texts(tunez), ['after', 'before']);
});

test('of more than three backups the oldest goes, and one can be deleted', async (t) => {
  const tunez = await opened(t, newPath());
  const slots = [];
  for (let number = 0; number < 4; number++) slots.push((await tunez.storage.backup()).slot);
  const kept = (await tunez.storage.backups()).map(({ slot }) => slot);
  assert.deepEqual(kept, slots.slice(1));
  await tunez.storage.deleteBackup(kept[1]!);
  assert.deepEqual(
    (await tunez.storage.backups()).map(({ slot }) => slot),
    [kept[0], kept[2]],
  );
  await refused(tunez.storage.restore(kept[1]!), 'not_found');
});

test('an export is a file that can be opened, and imported elsewhere', async (t) => {
  const tunez = await opened(t, newPath());
  for (let number = 0; number < 500; number++) await add(tunez, `note ${String(number)}`);
  const file = await tunez.storage.export();
  await add(tunez, 'later');

  const path = newPath();
  writeFileSync(path, file);
  assert.equal((await texts(await opened(t, path))).length, 500);

  const other = await opened(t, newPath());
  await add(other, 'replaced');
  assert.deepEqual(await other.storage.import(file), {
    version: tables.version,
    applied: [],
  });
  assert.deepEqual(
    await texts(other),
    (await texts(tunez)).filter((text) => text !== 'later'),
  );
  assert.equal((await other.storage.backups()).length, 1);
});

test('an older file is brought up to the newest migration', async (t) => {
  const old = await opened(t, newPath());
  await add(old, 'a');
  const tunez = await opened(t, newPath(), [tables, index]);
  const { version, applied } = await tunez.storage.import(await old.storage.export());
  assert.equal(version, index.version);
  assert.deepEqual(applied, [index.version]);
  assert.deepEqual(await texts(tunez), ['a']);
});

test('a wrong file is refused by its fault, and nothing is replaced', async (t) => {
  const tunez = await opened(t, newPath());
  await add(tunez, 'mine');
  const file = await tunez.storage.export();
  const { storage } = tunez;
  await refused(storage.import(new Uint8Array()), 'storage_corrupt');
  await refused(storage.import(new TextEncoder().encode('no database')), 'storage_corrupt');
  await refused(storage.import(await foreignFile()), 'storage_foreign');
  await refused(storage.import(file.slice(0, file.length / 2)), 'storage_corrupt');
  const damaged = file.slice();
  damaged.fill(0xaa, 8192, 8192 + 400);
  await refused(storage.import(damaged), 'storage_corrupt');
  const newer = await opened(t, newPath(), [tables, index]);
  await refused(storage.import(await newer.storage.export()), 'schema_too_new');
  assert.deepEqual(await texts(tunez), ['mine']);
  await add(tunez, 'still works');
});

/** A database of another application. */
async function foreignFile(): Promise<Uint8Array> {
  const { capi, oo1 } = await sqlite3InitModule();
  const database = new oo1.DB(':memory:');
  database.exec('CREATE TABLE others (id INTEGER PRIMARY KEY); INSERT INTO others VALUES (1)');
  const file = capi.sqlite3_js_db_export(database);
  database.close();
  return file;
}

test('a database of another application is left as it is', async () => {
  const path = newPath();
  const file = await foreignFile();
  writeFileSync(path, file);
  await refused(open({ domains: [Notes], storage: path, migrations: [tables] }), 'storage_foreign');
  assert.deepEqual(readFileSync(path), Buffer.from(file));
});

async function damagedAt(path: string, prepare: (tunez: NotesTunez) => Promise<unknown>) {
  const tunez = await open({ domains: [Notes], storage: path, migrations: [tables] });
  await add(tunez, 'kept');
  await prepare(tunez);
  await add(tunez, 'later');
  await tunez.close();
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, new Uint8Array(statSync(path).size - 100), 0, undefined, 100);
  closeSync(descriptor);
}

test('what cannot be read is set aside, the newest backup takes its place, and both are told', async (t) => {
  const path = newPath();
  await damagedAt(path, (tunez) => tunez.storage.backup());
  const damaged = readFileSync(path);
  const tunez = await opened(t, path);
  assert.deepEqual(await texts(tunez), ['kept']);
  const { report, kept } = await tunez.storage.status();
  assert.equal(report.recovered?.from, 'backup');
  assert.equal(report.recovered.kept, kept[0]!.slot);
  assert.deepEqual(await tunez.storage.kept(), kept);
  const [main] = await tunez.storage.readKept(kept[0]!.slot);
  assert.equal(main!.name, `kept-${String(kept[0]!.slot)}`);
  assert.deepEqual(Buffer.from(main!.bytes), damaged);
  await tunez.storage.deleteKept(kept[0]!.slot);
  assert.deepEqual(await tunez.storage.kept(), []);
  assert.deepEqual(await tunez.storage.readKept(kept[0]!.slot), []);
});

test('a database of which nothing can be read stays as it is', async () => {
  const path = newPath();
  await damagedAt(path, () => Promise.resolve());
  const damaged = readFileSync(path);
  await refused(open({ domains: [Notes], storage: path, migrations: [tables] }), 'storage_corrupt');
  assert.deepEqual(readFileSync(path), damaged);
});

test('a newer schema is refused, and the file is byte for byte as it was', async () => {
  const path = newPath();
  const newer = await open({ domains: [Notes], storage: path, migrations: [tables, index] });
  await newer.close();
  const before = readFileSync(path);
  await refused(open({ domains: [Notes], storage: path, migrations: [tables] }), 'schema_too_new');
  assert.deepEqual(readFileSync(path), before);
});

test('before migrations run a backup is made', async (t) => {
  const path = newPath();
  const old = await open({ domains: [Notes], storage: path, migrations: [tables] });
  await add(old, 'a');
  await old.close();
  const tunez = await opened(t, path, [tables, index]);
  const { report, backups } = await tunez.storage.status();
  assert.equal(report.backup, backups[0]!.slot);
  assert.equal(backups[0]!.version, tables.version);
});

test('when nothing was written for a second the database is settled', async (t) => {
  const tunez = await opened(t, newPath());
  await add(tunez, 'a');
  assert.equal((await tunez.storage.status()).clean, false);
  while (!(await tunez.storage.status()).clean) await new Promise((then) => setTimeout(then, 100));
});

const untilLost = async (tunez: NotesTunez): Promise<void> => {
  for (;;)
    try {
      await add(tunez, 'nowhere');
    } catch (error) {
      assert.ok(error instanceof TunezError);
      assert.equal(error.errors[0]!.code, 'storage_lost');
      return;
    }
};

test('when its file is deleted while it is open the application learns that it is lost', async (t) => {
  const path = newPath();
  const tunez = await opened(t, path);
  const { id } = await add(tunez, 'a');
  await tunez.notes.getNote(id);
  rmSync(path);
  await untilLost(tunez);
  await refused(tunez.read(Note), 'storage_lost', /removed or replaced/);
  await refused(tunez.notes.getNote(id), 'storage_lost');
  // What was in it can still be saved.
  const [first] = Buffer.from(await tunez.storage.export())
    .toString('latin1')
    .split('\0');
  assert.equal(first, 'SQLite format 3');
});

test('when another file takes the place of an open one that is lost, and the other is opened next', async (t) => {
  const path = newPath();
  const other = newPath();
  const elsewhere = await opened(t, other);
  await add(elsewhere, 'other');
  await elsewhere.close();
  const tunez = await opened(t, path);
  await add(tunez, 'a');
  renameSync(other, path);
  await untilLost(tunez);
  await tunez.close();
  const next = await opened(t, path);
  assert.deepEqual(await texts(next), ['other']);
  assert.equal((await next.storage.status()).report.recovered, undefined);
});

test('two processes on one file: the second is refused, until the first was killed', async (t) => {
  const path = newPath();
  const script = join(folder, 'holder.mjs');
  writeFileSync(
    script,
    `import { domain, open, resource, t } from ${JSON.stringify(import.meta.resolve('tunez'))};
     const Note = resource('Note', {
       attributes: { id: t.uuid().primaryKey(), text: t.string({ trim: false }).public() },
       actions: { defaults: ['create', 'read', 'destroy'], defaultAccept: ['text'] },
     });
     const Notes = domain('Notes', { resources: { Note } });
     const tunez = await open({
       domains: [Notes],
       storage: ${JSON.stringify(path)},
       migrations: [${JSON.stringify(tables)}],
     });
     await tunez.create(Note, 'create', { text: 'from the other' });
     console.log('open');
     setInterval(() => undefined, 1_000);`,
  );
  const holder = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  await refused(
    open({ domains: [Notes], storage: path, migrations: [tables] }),
    'storage_unavailable',
    /open in another process/,
  );
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const tunez = await opened(t, path);
  assert.deepEqual(await texts(tunez), ['from the other']);
  assert.equal((await tunez.storage.status()).report.wasClean, false);
  assert.ok(existsSync(`${path}-manifest`));
});

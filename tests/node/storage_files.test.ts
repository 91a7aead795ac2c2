// The files behind a database in Node, and who may have them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openFiles } from '../../js/src/runtime/storage/node.ts';
import { status } from '../../js/src/runtime/storage/port.ts';

const folder = mkdtempSync(join(tmpdir(), 'tunez-files-'));
after(() => rmSync(folder, { recursive: true }));

let made = 0;
const newPath = (): string => join(folder, `music-${made++}.db`);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (path: string, words: RegExp) =>
  assert.rejects(openFiles(path), (error: Error & { errors: { code: string }[] }) => {
    assert.equal(error.errors[0]!.code, 'storage_unavailable');
    assert.ok(error.message.includes(path));
    return words.test(error.message);
  });

test('bytes are where they were written, in files named as SQLite names them', async () => {
  const path = newPath();
  const storage = await openFiles(path);
  const { port, name } = storage;
  const main = port.open(name, true);
  assert.equal(port.write(main, bytes('hello'), 3), 5);
  assert.equal(port.size(main), 8);
  const read = new Uint8Array(10);
  assert.equal(port.read(main, read, 4), 4);
  assert.equal(new TextDecoder().decode(read.subarray(0, 4)), 'ello');
  assert.equal(port.truncate(main, 4), status.ok);
  assert.equal(port.flush(main), status.ok);
  const log = port.open(`${name}-wal`, true);
  assert.equal(port.write(log, bytes('log'), 0), 3);
  await storage.close();
  assert.equal(readFileSync(path, 'latin1'), '\0\0\0h');
  assert.equal(readFileSync(`${path}-wal`, 'latin1'), 'log');
});

test('a journal and a log that are empty are removed on closing', async () => {
  const path = newPath();
  const storage = await openFiles(path);
  const { port, name } = storage;
  for (const suffix of ['-journal', '-wal']) {
    assert.equal(port.open(name + suffix, false), status.notFound);
    assert.ok(port.open(name + suffix, true) >= 0);
    assert.ok(existsSync(path + suffix));
  }
  await storage.close();
  assert.ok(existsSync(path));
  assert.ok(!existsSync(`${path}-journal`) && !existsSync(`${path}-wal`));
});

test('the fixed files are made when they are first opened, and empty ones are removed', async () => {
  const path = newPath();
  const storage = await openFiles(path);
  const { port, name } = storage;
  await storage.prepare();
  for (const suffix of ['-manifest', '-reserve', '-import', '-backup-3', '-kept-1-journal']) {
    assert.ok(!existsSync(path + suffix));
    assert.ok(port.open(name + suffix, true) >= 0);
  }
  const backup = port.open(`${name}-backup-1`, true);
  assert.equal(port.write(backup, bytes('copy'), 0), 4);
  await storage.close();
  assert.ok(existsSync(`${path}-backup-1`));
  assert.ok(!existsSync(`${path}-manifest`) && !existsSync(`${path}-kept-1-journal`));
});

test('a file is open once, and no other file is touched', async () => {
  const storage = await openFiles(newPath());
  const { port, name } = storage;
  const main = port.open(name, true);
  assert.equal(port.open(name, true), status.busy);
  assert.equal(port.close(main), status.ok);
  assert.equal(port.open(name, true), main);
  assert.equal(port.open('other.db', true), status.denied);
  assert.equal(port.open(`../${name}-wal`, true), status.denied);
  await storage.close();
});

test('offsets beyond 2^32 are exact', async () => {
  const storage = await openFiles(newPath());
  const { port, name } = storage;
  const main = port.open(name, true);
  const offset = 2 ** 32 + 5;
  assert.equal(port.write(main, bytes('far'), offset), 3);
  assert.equal(port.size(main), offset + 3);
  const read = new Uint8Array(3);
  assert.equal(port.read(main, read, offset), 3);
  assert.equal(new TextDecoder().decode(read), 'far');
  assert.equal(port.truncate(main, 0), status.ok);
  await storage.close();
});

test('what fails is a status, and never an exception', async () => {
  const storage = await openFiles(newPath());
  const { port } = storage;
  await storage.close();
  assert.equal(port.read(12_345, new Uint8Array(1), 0), status.failed);
  assert.equal(port.write(12_345, new Uint8Array(1), 0), status.failed);
  assert.equal(port.flush(12_345), status.failed);
  assert.equal(port.size(12_345), status.failed);
});

test('a place where no file can be is refused with the reason', async () => {
  await refusal(join(folder, 'absent', 'music.db'), /its folder does not exist/);
  await refusal(folder, /it is a folder/);
});

test('a database is open once, under whichever name', async () => {
  const path = newPath();
  const alias = newPath();
  const storage = await openFiles(path);
  symlinkSync(path, alias);
  await refusal(path, /another process/);
  await refusal(alias, /another process/);
  await storage.close();
  await (await openFiles(alias)).close();
});

test('another process is refused while one lives, and let in as soon as it was killed', async () => {
  const path = newPath();
  const script = join(folder, 'holder.mts');
  const module = new URL('../../js/src/runtime/storage/node.ts', import.meta.url).href;
  writeFileSync(
    script,
    `import { openFiles } from ${JSON.stringify(module)};
     await openFiles(${JSON.stringify(path)});
     console.log('open');
     setInterval(() => undefined, 1_000);`,
  );
  const holder = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: new URL('../../', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  await refusal(path, /another process/);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await (await openFiles(path)).close();
});

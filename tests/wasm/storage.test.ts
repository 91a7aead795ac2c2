import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '../../js/src/runtime/storage/port.ts';
import { Boundary, errorOf } from './support/boundary.ts';
import { MemoryPort } from './support/memory_port.ts';

const stamped = () => ({ ok: 'stamped' });

async function opened(port: MemoryPort): Promise<Boundary> {
  const boundary = await Boundary.start([stamped], port);
  boundary.open('notes.db');
  return boundary;
}

test('without a port only memory can be opened', async () => {
  const boundary = await Boundary.start([stamped]);
  assert.throws(() => boundary.open('notes.db'), /storage_unavailable/);
  boundary.value({ op: 'open', storage: ':memory:' });
});

test('what was acknowledged is there after the program was killed', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  for (let number = 1; number <= 20; number++) {
    assert.ok('ok' in boundary.createNote(`note ${number}`));
    assert.equal((await opened(port.leftBehind())).count(), number);
  }
});

test('a database that was closed is one file', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  boundary.createNote('a');
  boundary.value({ op: 'close' });
  assert.equal(port.files.get('notes.db-wal')?.length ?? 0, 0);
  assert.equal(port.files.get('notes.db-journal')?.length ?? 0, 0);
  assert.equal((await opened(port.leftBehind())).count(), 1);
});

test('a port that throws, or answers nonsense, is a failed one', async () => {
  for (const fault of [
    () => {
      throw new Error('gone');
    },
    () => NaN,
    () => 1.5,
    () => undefined as unknown as number,
    () => 1e300,
    () => -77,
  ]) {
    const port = new MemoryPort();
    const boundary = await opened(port);
    boundary.createNote('before');
    const write = port.write.bind(port);
    port.write = fault;
    assert.equal(errorOf(boundary.createNote('lost')).code, 'storage_failed');
    port.write = write;
    assert.equal((await opened(port.leftBehind())).count(), 1);
  }
});

test('a full disk is told as one, and the session goes on when there is room again', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  boundary.createNote('before');
  port.fault = (call) => (call === 'write' ? status.full : undefined);
  assert.equal(errorOf(boundary.createNote('too much')).code, 'storage_full');
  port.fault = undefined;
  assert.ok('ok' in boundary.createNote('after'));
  assert.equal(boundary.count(), 2);
});

test('after a failed flush nothing is acknowledged until the database is opened again', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  boundary.createNote('before');
  port.fault = (call) => (call === 'flush' ? status.failed : undefined);
  assert.equal(errorOf(boundary.createNote('unsure')).code, 'storage_failed');
  port.fault = undefined;
  assert.equal(errorOf(boundary.createNote('refused')).code, 'storage_failed');
  boundary.value({ op: 'close' });
  const reopened = await opened(port);
  assert.ok('ok' in reopened.createNote('after'));
});

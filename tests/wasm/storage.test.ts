import assert from 'node:assert/strict';
import { test } from 'node:test';
import { status } from '../../js/src/runtime/storage/port.ts';
import { type Answer, Boundary, errorOf } from './support/boundary.ts';
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
    assert.equal(errorOf(boundary.createNote('lost')).code, 'commit_outcome_unknown');
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

test('after a failed flush the outcome is unknown, and the next message recovers', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  boundary.createNote('before');
  port.fault = (call) => (call === 'flush' ? status.failed : undefined);
  assert.equal(errorOf(boundary.createNote('unsure')).code, 'commit_outcome_unknown');
  assert.equal(errorOf(boundary.createNote('refused')).code, 'storage_failed');
  port.fault = undefined;
  assert.ok('ok' in boundary.createNote('after'));
  assert.equal((await opened(port.leftBehind())).count(), boundary.count());
});

test('held flushes are made up for by one, which can fail', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  const { session } = boundary;
  boundary.createNote('before');
  let flushes = 0;
  port.fault = (call) => {
    if (call === 'flush') flushes++;
    return undefined;
  };
  session.hold_flushes(true);
  for (let number = 1; number <= 100; number++) boundary.createNote(`note ${number}`);
  assert.equal(flushes, 0);
  assert.ok(session.unflushed());
  assert.equal(session.flush(), 0);
  assert.equal(flushes, 1);
  assert.ok(!session.unflushed());
  boundary.createNote('unsure');
  port.fault = (call) => (call === 'flush' ? status.failed : undefined);
  const length = session.flush();
  const answer = JSON.parse(boundary.text(session.answer(), length)) as Answer;
  assert.equal(errorOf(answer).code, 'commit_outcome_unknown');
  port.fault = undefined;
  assert.ok('ok' in boundary.createNote('after'));
  assert.equal(session.flush(), 0);
});

test('a request that is made again is answered again, and not carried out', async () => {
  const port = new MemoryPort();
  const boundary = await opened(port);
  const number = 2 ** 53 - 1;
  boundary.session.request_from('tab ä', number, 0);
  const answer = boundary.createNote('once');
  assert.ok('ok' in answer);
  boundary.session.request_from('tab ä', number, 0);
  assert.deepEqual(boundary.createNote('once'), answer);
  assert.equal(boundary.count(), 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../js/src/wire/engine_module.ts';
import { Boundary } from './support/boundary.ts';
import { MemoryPort } from './support/memory_port.ts';

const stamped = () => ({ ok: 'stamped' });

test('a message for which there is no memory is refused, and the session stays usable', async () => {
  const boundary = await Boundary.start([stamped]);
  boundary.open();
  assert.equal(boundary.session.reserve(4_294_900_000), 0);
  assert.ok('ok' in boundary.createNote('a'));
  assert.notEqual(boundary.session.reserve(1_000_000_000), 0);
  assert.equal(boundary.session.run(1_000_000_000), -1);
  assert.ok('ok' in boundary.createNote('b'));
  assert.equal(boundary.count(), 2);
});

test('memory that a large message took is used again', async () => {
  const boundary = await Boundary.start([stamped]);
  const message = { op: 'cast', type: 'string', input: 'x'.repeat(10_000_000) };
  boundary.run(message);
  const size = boundary.module.HEAPU8.length;
  for (let round = 0; round < 20; round++) boundary.run(message);
  assert.equal(boundary.module.HEAPU8.length, size);
});

// What C++ allocates for itself cannot be refused to it: there is nobody to tell.
test('memory that ends in the middle of the work stops the engine with a clear error, and the database is whole', async () => {
  const port = new MemoryPort();
  const boundary = await Boundary.start([stamped], port);
  boundary.open('notes.db');
  boundary.createNote('acknowledged');
  const sessions = Array.from({ length: 64 }, () => new boundary.module.Session(false));
  for (let size = 1 << 30; size >= 1 << 16; size >>= 1) takeAll(sessions, size);
  assert.throws(
    () => {
      for (;;) boundary.runText(`{"op":"cast","type":"map","input":{${entries(2_000)}}}`);
    },
    (cause) => cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError,
  );
  const reopened = await Boundary.start([stamped], port.leftBehind());
  reopened.open('notes.db');
  assert.equal(reopened.count(), 1);
});

// Each session holds what it reserved; they are made before, as that takes memory, too.
function takeAll(sessions: Session[], size: number): void {
  while (sessions.pop()!.reserve(size) !== 0);
}

function entries(count: number): string {
  return Array.from({ length: count }, (_, index) => `"key number ${index}":{}`).join();
}

// The page's side of a worker, with a worker of a few lines at the other end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changeset } from '../../js/src/client/changeset.ts';
import { connect, type WorkerLike } from '../../js/src/client/connect.ts';
import { Tunez } from '../../js/src/client/tunez.ts';
import { domain } from '../../js/src/definition/domain.ts';
import { resource } from '../../js/src/definition/resource.ts';
import { t } from '../../js/src/definition/t.ts';
import { TunezError } from '../../js/src/wire/errors.ts';

const Note = resource('Note', {
  attributes: { id: t.integer().primaryKey(), text: t.string() },
  actions: { defaults: ['create', 'read'], defaultAccept: ['text'] },
});
const Notes = domain('Notes', {
  resources: { Note },
  interface: ({ define }) => ({ addNote: define(Note, 'create'), readNotes: define(Note, 'read') }),
});

interface Message {
  tunez: string;
  id: number;
  bytes: ArrayBuffer;
}

/** A worker that answers when it is told to. */
class FakeWorker extends EventTarget implements WorkerLike {
  readonly received: Message[] = [];

  postMessage(message: Message, transfer: Transferable[]): void {
    this.received.push(structuredClone(message, { transfer: transfer as ArrayBuffer[] }));
    if (message.tunez !== 'request') this.say({ tunez: 'done', id: message.id });
  }

  requestOf(index: number): { op: string } {
    const { bytes } = this.received.filter(({ tunez }) => tunez === 'request')[index]!;
    return JSON.parse(new TextDecoder().decode(bytes)) as { op: string };
  }

  answer(index: number, answer: object): void {
    const { id } = this.received.filter(({ tunez }) => tunez === 'request')[index]!;
    this.say({
      tunez: 'answer',
      id,
      bytes: new TextEncoder().encode(JSON.stringify(answer)).buffer,
    });
  }

  say(data: object): void {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data })));
  }
}

async function connected() {
  const worker = new FakeWorker();
  const tunez = await connect(worker, { domains: [Notes], storage: 'opfs:notes' });
  return { worker, tunez };
}

function codeOf(error: unknown): string | undefined {
  assert.ok(error instanceof TunezError);
  return error.errors[0]?.code;
}

test('connecting opens the storage; requests travel as bytes and are answered on the page', async () => {
  const { worker, tunez } = await connected();
  assert.deepEqual(worker.received[0], { tunez: 'open', id: 1, storage: 'opfs:notes' });
  const adding = tunez.notes.addNote({ text: 'ü' });
  await Promise.resolve();
  assert.deepEqual(worker.requestOf(0), {
    op: 'create',
    resource: 'Note',
    action: 'create',
    input: { text: 'ü' },
  });
  worker.answer(0, { ok: { id: 1, text: 'ü' } });
  assert.deepEqual(await adding, { id: 1, text: 'ü' });
});

test('several requests may be on the way, and each gets its own answer', async () => {
  const { worker, tunez } = await connected();
  const both = [tunez.notes.addNote({ text: 'a' }), tunez.notes.addNote({ text: 'b' })];
  await Promise.resolve();
  worker.answer(1, { ok: { id: 2 } });
  worker.answer(0, { ok: { id: 1 } });
  assert.deepEqual(await Promise.all(both), [{ id: 1 }, { id: 2 }]);
});

test('a failure of the worker rejects what is on the way, and what comes later', async () => {
  const { worker, tunez } = await connected();
  const lost = tunez.notes.readNotes();
  await Promise.resolve();
  worker.dispatchEvent(Object.assign(new Event('error'), { message: 'it broke' }));
  await assert.rejects(
    lost,
    (error) => codeOf(error) === 'worker_failed' && /it broke/.test(String(error)),
  );
  await assert.rejects(tunez.notes.readNotes(), (error) => codeOf(error) === 'worker_failed');
});

test('an opening that fails rejects with the error of the worker', async () => {
  const worker = new FakeWorker();
  worker.postMessage = function (message: Message) {
    const errors = [{ code: 'schema_too_new', message: 'newer' }];
    this.say({ tunez: 'failed', id: message.id, error: { class: 'framework', errors } });
  };
  const opening = connect(worker, { domains: [Notes], storage: 'opfs:notes' });
  await assert.rejects(opening, (error) => codeOf(error) === 'schema_too_new');
});

test('after close nothing is sent', async () => {
  const { worker, tunez } = await connected();
  await tunez.close();
  await tunez.close();
  assert.equal(worker.received.at(-1)?.tunez, 'close');
  await assert.rejects(tunez.notes.readNotes(), (error) => codeOf(error) === 'not_open');
});

test('messages of others are left alone', async () => {
  const { worker, tunez } = await connected();
  const reading = tunez.notes.readNotes();
  await Promise.resolve();
  worker.say({ mine: true });
  worker.say({ tunez: 'answer', id: 99, bytes: new ArrayBuffer(0) });
  worker.answer(0, { ok: [] });
  assert.deepEqual(await reading, []);
});

test('a function in a changeset cannot reach the worker, and says so', async () => {
  const { tunez } = await connected();
  const changeset = Changeset.forCreate(Note, 'create').beforeAction(() => undefined);
  await assert.rejects(tunez.create(changeset), (error) => codeOf(error) === 'not_supported');
  await assert.rejects(
    tunez.create(Changeset.forCreate(Note, 'create', { text: Symbol('x') as never })),
    TunezError,
  );
});

test('the status is what the worker says, until the database is closed', async () => {
  const worker = new FakeWorker();
  const early: string[] = [];
  const opening = connect(worker, {
    domains: [Notes],
    storage: 'opfs:notes',
    onStatus: ({ state }) => early.push(state),
  });
  worker.say({ tunez: 'status', id: 0, state: 'waiting', role: 'follower' });
  const tunez = await opening;
  assert.deepEqual(early, ['waiting']);
  assert.deepEqual(tunez.status, { state: 'waiting', role: 'follower' });

  const told: string[] = [];
  const stop = tunez.onStatus(({ state, role }) => told.push(`${state} ${role}`));
  worker.say({ tunez: 'status', id: 0, state: 'ready', role: 'follower' });
  worker.say({ tunez: 'status', id: 0, state: 'ready', role: 'owner' });
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(told, ['ready follower', 'ready owner']);
  await tunez.close();
  assert.deepEqual(told.at(-1), 'closed owner');
  stop();
});

test('a failure of the worker is a loss of the storage, and a worker that lives on is told to let go', async () => {
  const { worker, tunez } = await connected();
  worker.dispatchEvent(Object.assign(new Event('error'), { message: 'it broke' }));
  assert.equal(tunez.status.state, 'storage_lost');
  assert.equal(worker.received.at(-1)?.tunez, 'close');
});

test('a database in this thread is always its own, until it is closed', async () => {
  const transport = { request: () => ({ ok: null }), close: () => undefined };
  const tunez = new Tunez([Notes], transport, ':memory:');
  assert.deepEqual(tunez.status, { state: 'ready', role: 'owner' });
  const told: string[] = [];
  tunez.onStatus(({ state }) => told.push(state));
  await tunez.close();
  assert.deepEqual(told, ['closed']);
});

// The page's side of a worker, with a worker of a few lines at the other end.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Changeset } from '../../js/src/client/changeset.ts';
import { connect } from '../../js/src/client/connect.ts';
import { apart, type Together } from '../../js/src/client/outbox.ts';
import { Conversation } from '../../js/src/client/conversation.ts';
import { Tunez, type TunezOf } from '../../js/src/client/tunez.ts';
import { type WorkerLike, WorkerLink } from '../../js/src/client/worker_link.ts';
import { domain } from '../../js/src/definition/domain.ts';
import { resource } from '../../js/src/definition/resource.ts';
import { t } from '../../js/src/definition/t.ts';
import type { PageLocks } from '../../js/src/tabs/environment.ts';
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
  client?: string;
  seen?: number;
  again?: boolean;
  bytes: ArrayBuffer;
}

/** A worker that answers when it is told to. */
class FakeWorker extends EventTarget implements WorkerLike {
  /** What opening is refused with. */
  static failure: string | undefined;
  readonly received: Message[] = [];
  posts = 0;
  isTerminated = false;

  postMessage(message: Message | Together<Message>, transfer: Transferable[]): void {
    this.posts++;
    const arrived = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
    for (const one of apart(arrived)) this.#receive(one);
  }

  #receive(message: Message): void {
    this.received.push(message);
    const { tunez, id } = message;
    const errors = [{ code: FakeWorker.failure, message: 'refused' }];
    if (tunez === 'open' && FakeWorker.failure !== undefined)
      this.say({ tunez: 'failed', id, error: { class: 'framework', errors } });
    else if (tunez !== 'request') this.say({ tunez: 'done', id });
  }

  terminate(): void {
    this.isTerminated = true;
  }

  requestOf(index: number): { op: string } {
    const { bytes } = this.received.filter(({ tunez }) => tunez === 'request')[index]!;
    return JSON.parse(new TextDecoder().decode(bytes)) as { op: string };
  }

  answer(index: number, answer: object): void {
    this.say(this.answerTo(index, answer));
  }

  answerTo(index: number, answer: object): object {
    const { id } = this.received.filter(({ tunez }) => tunez === 'request')[index]!;
    const bytes = new TextEncoder().encode(JSON.stringify(answer)).buffer;
    return { tunez: 'answer', id, bytes };
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
  const [{ client, ...opening }] = worker.received as [Message];
  assert.deepEqual(opening, { tunez: 'open', id: 1, storage: 'opfs:notes' });
  assert.match(String(client), /^\d+(-\d+){3}$/);
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

test('requests that are made at once go to the worker in one message, and the next ones in another', async () => {
  const { worker, tunez } = await connected();
  const before = worker.posts;
  const all = ['a', 'b', 'c'].map((text) => tunez.notes.addNote({ text }));
  await Promise.resolve();
  assert.equal(worker.posts, before + 1);
  const later = tunez.notes.addNote({ text: 'd' });
  await Promise.resolve();
  assert.equal(worker.posts, before + 2);
  const answers = ['a', 'b', 'c', 'd'].map((text, index) =>
    worker.answerTo(index, { ok: { id: index, text } }),
  );
  worker.say({ tunez: 'together', id: 0, messages: answers });
  const notes = await Promise.all([...all, later]);
  assert.deepEqual(
    notes.map(({ text }) => text),
    ['a', 'b', 'c', 'd'],
  );
});

test('so many requests that the first would wait for long go in several messages, in order', async () => {
  const { worker, tunez } = await connected();
  const before = worker.posts;
  const all = Array.from({ length: 300 }, () => tunez.notes.addNote({}));
  const over = tunez.close();
  await Promise.allSettled([...all, over]);
  assert.equal(worker.posts, before + 4);
  const ids = worker.received.map(({ id }) => id);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
  assert.equal(worker.received.at(-1)!.tunez, 'close');
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
  FakeWorker.failure = 'schema_too_new';
  const opening = connect(new FakeWorker(), { domains: [Notes], storage: 'opfs:notes' });
  FakeWorker.failure = undefined;
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

/** The locks of workers: whoever waits for one gets it when its worker ends. */
class FakeLocks implements PageLocks {
  readonly waiting = new Map<string, () => Promise<void>>();
  /** Of workers that have not said so. */
  held: string[] = [];

  request(name: string, _: object, granted: () => Promise<void>): Promise<unknown> {
    this.waiting.set(name, granted);
    return Promise.resolve();
  }

  query() {
    return Promise.resolve({ held: this.held.map((name) => ({ name })), pending: [] });
  }

  async free(name: string): Promise<void> {
    await this.waiting.get(name)!();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const ready = { state: 'ready', role: 'owner' };

/** A page that can start its worker again. */
async function restarting() {
  const workers: FakeWorker[] = [];
  const locks = new FakeLocks();
  const start = (): FakeWorker => {
    const worker = new FakeWorker();
    worker.say({ tunez: 'status', id: 0, lock: `lock ${workers.length}`, ...ready });
    workers.push(worker);
    return worker;
  };
  const conversation = new Conversation(start, { storage: 'opfs:notes' }, locks);
  await conversation.open();
  const tunez = new Tunez([Notes], conversation, 'opfs:notes') as TunezOf<[typeof Notes]>;
  const states: string[] = [];
  tunez.onStatus(({ state }) => states.push(state));
  return { workers, locks, tunez, states };
}

test('when its worker has ended, a page starts another and asks it what was not answered, under the same number', async () => {
  const { workers, locks, tunez, states } = await restarting();
  const both = [tunez.notes.addNote({ text: 'a' }), tunez.notes.addNote({})];
  await Promise.resolve();
  workers[0]!.answer(0, { ok: { id: 1, text: 'a' } });
  await both[0];
  await locks.free('lock 0');
  assert.ok(workers[0]!.isTerminated);
  const [opening, ...asked] = workers[1]!.received;
  assert.equal(opening!.client, workers[0]!.received[0]!.client);
  assert.deepEqual(
    asked.map(({ tunez: kind, id, seen, again }) => ({ kind, id, seen, again })),
    [{ kind: 'request', id: 3, seen: 2, again: true }],
  );
  workers[1]!.answer(0, { ok: { id: 2, text: null } });
  assert.deepEqual(await both[1], { id: 2, text: null });
  assert.deepEqual(states, ['taking_over', 'ready']);
});

// Time that goes on when it is told to, with all that is done at once by then.
function stoppedTime(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return async (milliseconds: number): Promise<void> => {
    t.mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
}

function linked() {
  const worker = new FakeWorker();
  const locks = new FakeLocks();
  const ends: string[] = [];
  const link = new WorkerLink(worker, true, locks, {
    onMessage: () => undefined,
    onEnd: (reason) => ends.push(reason),
  });
  return { worker, locks, ends, link };
}

test('a worker that is ended before it has its lock is noticed', async (t) => {
  const pass = stoppedTime(t);
  const { worker, locks, ends } = linked();
  locks.held = ['lock 0'];
  worker.say({ tunez: 'joining', id: 0, lock: 'lock 0' });
  await pass(0);
  for (let second = 0; second < 5; second += 1) await pass(1000);
  assert.deepEqual(ends, []);
  locks.held = [];
  await pass(1000);
  assert.deepEqual(ends, [], 'it may not have been told yet who asks');
  await pass(1000);
  assert.deepEqual(ends, ['it was ended']);
  assert.ok(worker.isTerminated);
});

test('a worker that was started again and says nothing has ended', async (t) => {
  const pass = stoppedTime(t);
  const [silent, speaking] = [linked(), linked()];
  for (const { link } of [silent, speaking]) link.expectWord(10_000);
  speaking.worker.say({ tunez: 'joining', id: 0, lock: 'lock 0' });
  speaking.locks.held = ['lock 0'];
  await pass(9_999);
  assert.deepEqual(silent.ends, []);
  await pass(1);
  assert.deepEqual(silent.ends, ['it did not start']);
  assert.deepEqual(speaking.ends, []);
});

test('a worker that has its lock is not looked for', async (t) => {
  const pass = stoppedTime(t);
  const { worker, ends } = linked();
  worker.say({ tunez: 'joining', id: 0, lock: 'lock 0' });
  await pass(1000);
  worker.say({ tunez: 'status', id: 0, lock: 'lock 0', state: 'ready', role: 'owner' });
  await pass(0);
  for (let second = 0; second < 5; second += 1) await pass(1000);
  assert.deepEqual(ends, []);
});

/** The page's own events, on a clock that goes on by a millisecond whenever it is looked at. */
function fakePage(t: TestContext) {
  const document = Object.assign(new EventTarget(), { hidden: true });
  const page = new EventTarget();
  Object.assign(globalThis, { document, addEventListener: page.addEventListener.bind(page) });
  t.after(() => {
    for (const name of ['document', 'addEventListener']) Reflect.deleteProperty(globalThis, name);
  });
  let now = 0;
  t.mock.method(performance, 'now', () => now++);
  return {
    freeze: () => document.dispatchEvent(new Event('freeze')),
    resume: () => document.dispatchEvent(new Event('resume')),
    putAside: () => page.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true })),
    comeBack: () => page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true })),
    /** Milliseconds. */
    heldUp: (stop: () => void): number => {
      const before = now;
      stop();
      return Math.round((now - before) / 50) * 50;
    },
  };
}

for (const [name, stop] of [
  ['frozen', 'freeze'],
  ['put aside', 'putAside'],
] as const)
  test(`a page that is ${name} ends its worker, and the one that it starts when it goes on is asked what was not answered`, async (t) => {
    const page = fakePage(t);
    const { workers, tunez, states } = await restarting();
    t.after(() => tunez.close());
    const writing = tunez.notes.addNote({ text: 'a' });
    await Promise.resolve();
    page[stop]();
    assert.equal(workers[0]!.received.at(-1)!.tunez, 'frozen');
    assert.ok(workers[0]!.isTerminated);
    assert.equal(workers.length, 1);

    const late = tunez.notes.readNotes();
    await Promise.resolve();
    page[stop === 'freeze' ? 'resume' : 'comeBack']();
    await Promise.resolve();
    assert.deepEqual(
      workers[1]!.received.map(({ tunez: kind, client, again }) => ({ kind, client, again })),
      [
        { kind: 'open', client: workers[0]!.received[0]!.client, again: undefined },
        { kind: 'request', client: undefined, again: true },
        { kind: 'request', client: undefined, again: true },
      ],
    );
    workers[1]!.answer(0, { ok: { id: 1, text: 'a' } });
    workers[1]!.answer(1, { ok: [] });
    assert.deepEqual(await writing, { id: 1, text: 'a' });
    assert.deepEqual(await late, []);
    assert.deepEqual(states, ['taking_over', 'ready']);
  });

test('however often a page is stopped, it asks again what was not answered', async (t) => {
  const page = fakePage(t);
  const { workers, tunez } = await restarting();
  t.after(() => tunez.close());
  const reading = tunez.notes.readNotes();
  await Promise.resolve();
  for (let time = 0; time < 5; time += 1) {
    page.freeze();
    page.resume();
    await Promise.resolve();
  }
  workers[5]!.answer(0, { ok: [] });
  assert.deepEqual(await reading, []);
});

test('a page that is stopped while it opens the database opens it when it goes on', async (t) => {
  const page = fakePage(t);
  const workers: FakeWorker[] = [];
  const start = (): FakeWorker => {
    workers.push(new FakeWorker());
    return workers.at(-1)!;
  };
  const conversation = new Conversation(start, { storage: 'opfs:notes' }, new FakeLocks());
  const opening = conversation.open();
  page.freeze();
  assert.ok(workers[0]!.isTerminated);
  page.resume();
  await opening;
  assert.deepEqual(workers[1]!.received[0], workers[0]!.received[0]);
  await conversation.close();
});

test('a page that is stopped is held up for what its worker was asked, and otherwise not at all', async (t) => {
  const page = fakePage(t);
  const { tunez } = await restarting();
  t.after(() => tunez.close());
  assert.equal(page.heldUp(page.freeze), 0);
  page.resume();
  tunez.notes.readNotes().catch(() => undefined);
  assert.equal(page.heldUp(page.freeze), 150);
});

test('a worker that could not be started again is not ended with its page, and given time to let go where there are other tabs', async (t) => {
  const page = fakePage(t);
  const worker = new FakeWorker();
  const conversation = new Conversation(worker, { storage: 'opfs:notes' }, new FakeLocks());
  await conversation.open();
  t.after(() => conversation.close());
  const heldUp = async (hasOthers: boolean, stop: () => void): Promise<number> => {
    worker.say({ tunez: 'status', id: 0, lock: 'lock 0', ...ready, hasOthers });
    await Promise.resolve();
    const milliseconds = page.heldUp(stop);
    assert.equal(worker.received.at(-1)!.tunez, 'frozen');
    page.comeBack();
    assert.equal(worker.received.at(-1)!.tunez, 'resumed');
    return milliseconds;
  };
  assert.equal(await heldUp(false, page.putAside), 0);
  assert.equal(await heldUp(true, page.putAside), 150);
  assert.equal(await heldUp(true, page.freeze), 500);
  assert.ok(!worker.isTerminated);
});

for (const [what, status] of Object.entries({
  'a database that is not kept': undefined,
  'one that a newer build has open': { state: 'newer_version', role: 'follower' },
  'one that was lost': { state: 'storage_lost', role: 'owner' },
}))
  test(`the worker of ${what} is not ended when its page is stopped`, async (t) => {
    const page = fakePage(t);
    const worker = new FakeWorker();
    const conversation = new Conversation(() => worker, { storage: ':memory:' }, new FakeLocks());
    await conversation.open();
    t.after(() => conversation.close());
    if (status !== undefined) worker.say({ tunez: 'status', id: 0, lock: 'lock 0', ...status });
    await Promise.resolve();
    page.freeze();
    assert.ok(!worker.isTerminated);
  });

test('closing a page that is stopped is over at once', async (t) => {
  const page = fakePage(t);
  const { workers, tunez, states } = await restarting();
  page.putAside();
  await tunez.close();
  page.comeBack();
  assert.equal(workers.length, 1);
  assert.deepEqual(states, ['closed']);
});

test('a request that the next worker does not answer either is refused, and others are asked', async () => {
  const { workers, locks, tunez } = await restarting();
  const first = assert.rejects(
    tunez.notes.readNotes(),
    (error) => codeOf(error) === 'worker_failed',
  );
  await locks.free('lock 0');
  const second = tunez.notes.readNotes();
  await Promise.resolve();
  workers[1]!.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  await first;
  workers[2]!.answer(0, { ok: [] });
  assert.deepEqual(await second, []);
});

test('workers that end before they have answered anything are started three times', async () => {
  const { workers, locks, tunez } = await restarting();
  for (const number of [0, 1, 2, 3]) await locks.free(`lock ${number}`);
  assert.equal(workers.length, 4);
  assert.equal(tunez.status.state, 'storage_lost');
  await assert.rejects(tunez.notes.readNotes(), (error) => codeOf(error) === 'worker_failed');
});

test("where the database is another build's by now, what may have been carried out is told apart from what was not", async () => {
  const { workers, locks, tunez } = await restarting();
  const before = assert.rejects(
    tunez.notes.readNotes(),
    (error) => codeOf(error) === 'worker_failed',
  );
  FakeWorker.failure = 'newer_version_open';
  await locks.free('lock 0');
  FakeWorker.failure = undefined;
  await before;
  assert.equal(tunez.status.state, 'newer_version');
  await assert.rejects(tunez.notes.readNotes(), (error) => codeOf(error) === 'newer_version_open');
  assert.ok(workers[1]!.isTerminated);
});

test('a worker that was started for a page is ended with its database; its end is no failure then', async () => {
  const { workers, locks, tunez, states } = await restarting();
  await tunez.close();
  assert.ok(workers[0]!.isTerminated);
  await locks.free('lock 0');
  assert.equal(workers.length, 1);
  assert.deepEqual(states, ['closed']);
});

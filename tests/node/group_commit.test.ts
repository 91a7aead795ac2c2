// What waits together is flushed together, and answered after it, in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GroupCommit } from '../../js/src/tabs/group_commit.ts';
import { hostError, type TunezError } from '../../js/src/wire/errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An engine that writes what it is told, unless it is told to read. */
class Engine {
  flushes = 0;
  failure: TunezError | undefined;
  hook: Promise<void> | undefined;
  #isUnflushed = false;
  #lost: TunezError | undefined;

  /** As the engine does it: from now on it knows nothing. */
  stop(): void {
    this.#lost = this.failure = hostError('engine_failed', 'the engine stopped');
    this.#isUnflushed = false;
  }

  exchange(message: Uint8Array): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
    if (this.#lost) throw this.#lost;
    const text = decoder.decode(message);
    const answer = (): Uint8Array<ArrayBuffer> => {
      if (text !== 'read') this.#isUnflushed = true;
      return encoder.encode(text);
    };
    return text === 'hook' ? this.hook!.then(answer) : answer();
  }

  holdFlushes(): void {
    return;
  }

  unflushed(): boolean {
    return this.#isUnflushed;
  }

  flush(): void {
    this.#isUnflushed = false;
    if (this.failure) throw this.failure;
    this.flushes++;
  }
}

function group(engine: Engine, settled?: () => Promise<void>, isAlone = () => false) {
  const told: string[] = [];
  const hops: (() => void)[] = [];
  const requests = new GroupCommit({
    engine,
    settled,
    isAlone,
    afterWaiting: (call) => hops.push(call),
  });
  const ask = (text: string): void =>
    requests.run({
      bytes: encoder.encode(text),
      answer: (bytes) => told.push(decoder.decode(bytes)),
      refuse: (error) => told.push(`${text}: ${error.errors[0]?.code}`),
    });
  /** Lets those come that are waiting. */
  const hop = (): void => hops.shift()?.();
  /** The same until nobody comes any more. */
  const end = (): void => {
    while (hops.length > 0) hop();
  };
  return { requests, told, ask, hop, end };
}

test('a hundred writes that wait together cost one flush, and are answered in order', () => {
  const engine = new Engine();
  const { ask, end, told } = group(engine);
  const texts = Array.from({ length: 100 }, (_, index) => String(index));
  for (const text of texts) ask(text);
  assert.deepEqual(told, []);
  end();
  assert.equal(engine.flushes, 1);
  assert.deepEqual(told, texts);
});

test('a group goes on as long as somebody comes', () => {
  const engine = new Engine();
  const { ask, hop, told } = group(engine);
  ask('a');
  ask('b');
  hop();
  ask('c');
  hop();
  assert.equal(engine.flushes, 0);
  hop();
  assert.equal(engine.flushes, 1);
  assert.deepEqual(told, ['a', 'b', 'c']);
});

test('a write that is alone waits for no more than one turn', () => {
  const { ask, hop, told } = group(new Engine());
  ask('a');
  hop();
  assert.deepEqual(told, ['a']);
});

test('a write of which it is known that it is alone waits for nobody, and those that were there nevertheless are a group', () => {
  const engine = new Engine();
  const { ask, end, told } = group(engine, undefined, () => true);
  ask('a');
  assert.deepEqual(told, ['a']);
  for (const text of ['b', 'c', 'd']) ask(text);
  assert.deepEqual(told, ['a']);
  end();
  assert.deepEqual(told, ['a', 'b', 'c', 'd']);
  assert.equal(engine.flushes, 2);
  ask('e');
  assert.equal(engine.flushes, 3);
});

test('a read is answered at once, unless it comes behind a write', () => {
  const { ask, end, told } = group(new Engine());
  ask('read');
  assert.deepEqual(told, ['read']);
  ask('a');
  ask('read');
  assert.deepEqual(told, ['read']);
  end();
  assert.deepEqual(told, ['read', 'a', 'read']);
});

test('when the flush fails all that waited for it is refused, and the next is tried anew', () => {
  const engine = new Engine();
  const { ask, end, told } = group(engine);
  engine.failure = hostError('storage_failed', 'it broke');
  ask('a');
  ask('read');
  end();
  assert.deepEqual(told, ['a: storage_failed', 'read: storage_failed']);
  engine.failure = undefined;
  ask('b');
  end();
  assert.deepEqual(told.slice(2), ['b']);
});

test('what an engine that stops had not flushed is not acknowledged', () => {
  const engine = new Engine();
  const { ask, told, requests } = group(engine);
  ask('a');
  engine.stop();
  ask('read');
  requests.commit();
  assert.deepEqual(told, ['a: engine_failed', 'read: engine_failed']);
});

test('what waits for a hook keeps nobody waiting', async () => {
  const engine = new Engine();
  let go = (): void => undefined;
  engine.hook = new Promise((resolve) => (go = resolve));
  const { ask, end, told, requests } = group(engine);
  ask('hook');
  ask('a');
  end();
  assert.deepEqual(told, ['a']);
  assert.equal(requests.isQuiet, false);
  go();
  await requests.whenNothingRuns();
  end();
  assert.deepEqual(told, ['a', 'hook']);
  assert.equal(requests.isQuiet, true);
});

test('what still waits for a hook when all ends is refused once', async () => {
  const engine = new Engine();
  let go = (): void => undefined;
  engine.hook = new Promise((resolve) => (go = resolve));
  const { ask, told, requests } = group(engine);
  ask('hook');
  requests.abandon(hostError('not_open', 'closed'));
  go();
  await engine.hook;
  assert.deepEqual(told, ['hook: not_open']);
});

test('where a storage takes longer, answers wait for it, while the next group is run', async () => {
  const engine = new Engine();
  const settle: (() => void)[] = [];
  const { ask, end, told, requests } = group(
    engine,
    () => new Promise((resolve) => settle.push(resolve)),
  );
  ask('a');
  end();
  ask('b');
  ask('read');
  end();
  assert.equal(engine.flushes, 2);
  assert.deepEqual(told, []);
  // Even if it should be told out of order.
  settle[1]!();
  await Promise.resolve();
  assert.deepEqual(told, []);
  settle[0]!();
  await requests.whenKept();
  assert.deepEqual(told, ['a', 'b', 'read']);
});

test('what a storage could not keep is refused', async () => {
  const { ask, end, told, requests } = group(new Engine(), () =>
    Promise.reject(hostError('storage_full', 'no room')),
  );
  ask('a');
  end();
  await requests.whenKept();
  assert.deepEqual(told, ['a: storage_full']);
});

test('what the engine has flushed by itself is answered once the storage has kept it', async () => {
  const engine = new Engine();
  const full = hostError('storage_full', 'there is no room');
  const { ask, end, told, requests } = group(engine, () => Promise.reject(full));
  engine.unflushed = () => false;
  ask('a');
  assert.deepEqual(told, []);
  end();
  await requests.whenKept();
  assert.equal(engine.flushes, 0);
  assert.deepEqual(told, ['a: storage_full']);
});

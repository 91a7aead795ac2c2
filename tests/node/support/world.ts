// A browser with many tabs in one process. What is random in a real one (which message comes first, of
// those that take different ways; when a lock is granted) is decided by a seed; time passes when it is
// told to.
import type { Channel, Environment } from '../../../js/src/tabs/environment.ts';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Wait {
  readonly worker: WorkerLife;
  granted(): Promise<void>;
  resolve(value: unknown): void;
}

/** All that tabs share. */
export class World {
  readonly random: () => number;
  now = 0;
  readonly #ways = new Map<string, (() => void)[]>();
  readonly #cut = new Set<string>();
  readonly #held = new Map<WorkerLife, (() => void)[]>();
  readonly #channels = new Map<string, Set<FakeChannel>>();
  readonly #holders = new Map<string, Wait>();
  readonly #queues = new Map<string, Wait[]>();
  #timers: { at: number; worker: WorkerLife; call: () => void }[] = [];
  #nextId = 1;

  constructor(seed = 1) {
    this.random = randomOf(seed);
  }

  newWorker(): WorkerLife {
    return new WorkerLife(this, this.#nextId++);
  }

  /** Something that happens later, after what was sent the same way before. */
  later(way: string, call: () => void): void {
    const calls = this.#ways.get(way);
    if (calls === undefined) this.#ways.set(way, [call]);
    else calls.push(call);
  }

  /** Lets everything happen that is under way; time stands still. */
  async settle(): Promise<void> {
    for (;;) {
      // All that promises do by themselves.
      await new Promise((resolve) => setImmediate(resolve));
      const ways = [...this.#ways].filter(([, calls]) => calls.length > 0);
      if (ways.length === 0) return;
      const [, calls] = ways[Math.floor(this.random() * ways.length)]!;
      calls.shift()!();
    }
  }

  /** Lets only some of it happen. */
  async step(count: number): Promise<void> {
    for (let done = 0; done < count; done++) {
      await new Promise((resolve) => setImmediate(resolve));
      const ways = [...this.#ways].filter(([, calls]) => calls.length > 0);
      if (ways.length === 0) return;
      ways[Math.floor(this.random() * ways.length)]![1].shift()!();
    }
  }

  /** Lets time pass, and everything happen in it. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    for (;;) {
      await this.settle();
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now = next.at;
      // A frozen worker's timers wait.
      if (next.worker.isFrozen) this.#timers.push({ ...next, at: end + 1 });
      else if (next.worker.isAlive) next.call();
    }
    this.now = end;
  }

  after(worker: WorkerLife, milliseconds: number, call: () => void): () => void {
    const timer = { at: this.now + milliseconds, worker, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  // --- Channels --------------------------------------------------------------------------------

  listen(channel: FakeChannel): void {
    const all = this.#channels.get(channel.name) ?? new Set();
    this.#channels.set(channel.name, all.add(channel));
  }

  unlisten(channel: FakeChannel): void {
    this.#channels.get(channel.name)?.delete(channel);
  }

  post(from: FakeChannel, message: unknown): void {
    const data: unknown = structuredClone(message);
    const held = this.#held.get(from.worker);
    if (held !== undefined) {
      held.push(() => this.#channels.get(from.name)?.forEach((to) => to.hear(data)));
      return;
    }
    for (const to of this.#channels.get(from.name) ?? []) {
      if (to === from) continue;
      const way = `${from.name}: ${from.worker.id} to ${to.worker.id}`;
      this.later(way, () => {
        // What a worker said last may be lost with it.
        if (!from.worker.isAlive && this.random() < 0.3) this.#cut.add(way);
        if (!this.#cut.has(way)) to.hear(data);
      });
    }
  }

  /** What a worker says from now on is heard when the function is called that this answers. */
  hold(worker: WorkerLife): () => void {
    const held: (() => void)[] = [];
    this.#held.set(worker, held);
    return () => {
      this.#held.delete(worker);
      for (const arrive of held) arrive();
    };
  }

  // --- Locks -----------------------------------------------------------------------------------

  request(
    worker: WorkerLife,
    name: string,
    signal: AbortSignal | undefined,
    granted: () => Promise<void>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!worker.isAlive) return;
      const wait: Wait = { worker, granted, resolve };
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      queue.push(wait);
      signal?.addEventListener('abort', () => {
        if (queue.includes(wait)) queue.splice(queue.indexOf(wait), 1);
        reject(new DOMException('aborted', 'AbortError'));
      });
      this.#grant(name);
    });
  }

  /** Frees the locks of a worker that is no more. */
  bury(worker: WorkerLife): void {
    for (const queue of this.#queues.values())
      for (const wait of queue.filter((one) => one.worker === worker))
        queue.splice(queue.indexOf(wait), 1);
    for (const [name, holder] of this.#holders)
      if (holder.worker === worker) {
        this.#holders.delete(name);
        this.#grant(name);
      }
  }

  #grant(name: string): void {
    const [next] = this.#queues.get(name) ?? [];
    if (next === undefined || this.#holders.has(name)) return;
    this.#queues.get(name)!.shift();
    this.#holders.set(name, next);
    this.later(`lock ${name}`, () => next.worker.when(() => void this.#hold(name, next)));
  }

  async #hold(name: string, wait: Wait): Promise<void> {
    await wait.granted();
    if (!wait.worker.isAlive) return;
    this.#holders.delete(name);
    wait.resolve(undefined);
    this.#grant(name);
  }
}

/** A worker: alive, frozen or dead. */
export class WorkerLife {
  isAlive = true;
  isFrozen = false;
  readonly environment: Environment;
  readonly #world: World;
  #missed: (() => void)[] = [];
  #nextId = 1;

  constructor(
    world: World,
    readonly id: number,
  ) {
    this.#world = world;
    this.environment = {
      locks: {
        request: (name, { signal }, granted) => world.request(this, name, signal, granted),
      },
      openChannel: (name) => new FakeChannel(world, this, name),
      after: (milliseconds, call) => world.after(this, milliseconds, call),
      randomId: () => `${id}.${this.#nextId++}`,
    };
  }

  /** From now on it does nothing. What it was about to do never happens. */
  kill(): void {
    this.isAlive = false;
    this.#world.bury(this);
  }

  freeze(): void {
    this.isFrozen = true;
  }

  thaw(): void {
    this.isFrozen = false;
    for (const call of this.#missed.splice(0)) this.#world.later(`thaw ${this.id}`, call);
  }

  /** Something reaches it: now, when it goes on, or never. */
  when(call: () => void): void {
    if (!this.isAlive) return;
    if (this.isFrozen) this.#missed.push(() => this.when(call));
    else call();
  }
}

class FakeChannel implements Channel {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  #isOpen = true;
  readonly #world: World;

  constructor(
    world: World,
    readonly worker: WorkerLife,
    readonly name: string,
  ) {
    this.#world = world;
    world.listen(this);
  }

  postMessage(message: unknown): void {
    if (!this.#isOpen) throw new DOMException('the channel is closed', 'InvalidStateError');
    if (this.worker.isAlive) this.#world.post(this, message);
  }

  hear(data: unknown): void {
    this.worker.when(() => {
      if (this.#isOpen) this.onmessage?.({ data });
    });
  }

  close(): void {
    this.#isOpen = false;
    this.#world.unlisten(this);
  }
}

// Requests on their way through the engine, and the flush that those share which wait together.
//
// 1. Answers leave in the order in which the engine gave them, so that nobody hears of what follows
//    from a write before the write itself is kept.
// 2. Nothing that was written is acknowledged before it is flushed and, where the storage takes longer
//    than the engine, kept. Where that fails, all that waited for it is refused.
// 3. What waits for a hook keeps nobody else waiting.
// 4. A request that is alone, as far as is known, is flushed at once. Whether others were waiting is found
//    out afterwards: those that come until then are a group.
import { hostError, TunezError } from '../wire/errors.ts';
import type { Origin } from '../wire/transport.ts';

/** A request and what is to be done with its answer: one of the two, once. */
export interface Asked {
  readonly bytes: Uint8Array;
  readonly origin?: Origin | undefined;
  answer(bytes: Uint8Array<ArrayBuffer>): void;
  refuse(error: TunezError): void;
}

/** What is needed of the engine. */
export interface CommittingEngine {
  exchange(
    message: Uint8Array,
    origin?: Origin,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
  /** While held, commits are not flushed one by one. */
  holdFlushes(hold: boolean): void;
  /** Whether there are commits that were not flushed. */
  unflushed(): boolean;
  /** Flushes them. Throws a `TunezError`; then nobody knows whether they are lost. */
  flush(): void;
}

/** What it works on. */
export interface GroupCommitOptions {
  readonly engine: CommittingEngine;
  /** Resolves when all that was flushed is kept, where that is later. */
  readonly settled?: (() => Promise<void>) | undefined;
  /** Whether no request is waiting that is known of; if absent there may always be. */
  readonly isAlone?: () => boolean;
  /** Calls after the messages that are waiting by now. */
  readonly afterWaiting?: (call: () => void) => void;
  /** The database is of no use any more: the engine stopped, or the files are gone. */
  readonly onLost?: (error: TunezError) => void;
}

interface Held {
  readonly asked: Asked;
  readonly outcome: Uint8Array<ArrayBuffer> | TunezError;
}

// A group ends when nobody is waiting any more, or here: the first must not wait for ever.
const most = { requests: 512, milliseconds: 8 };

const fatal: ReadonlySet<unknown> = new Set(['engine_failed', 'storage_lost']);

/** Runs requests, one commit to the storage for all that wait together. */
export class GroupCommit {
  readonly #engine: CommittingEngine;
  readonly #settled: (() => Promise<void>) | undefined;
  readonly #isAlone: () => boolean;
  readonly #afterWaiting: (call: () => void) => void;
  readonly #onLost: (error: TunezError) => void;
  #held: Held[] = [];
  /** Whether something among that waits for a flush. */
  #owes = false;
  /** Since a group was flushed, until whoever was waiting by then has come. */
  #isLooking = false;
  #grouping: { readonly begun: number; size: number } | undefined;
  // Groups that were flushed and are not kept yet, one after the other.
  #keeping: Promise<void> | undefined;
  readonly #running = new Set<Asked>();
  #onQuiet: (() => void)[] = [];

  constructor(options: GroupCommitOptions) {
    const { engine } = options;
    this.#engine = engine;
    this.#settled = options.settled;
    this.#isAlone = options.isAlone ?? (() => false);
    this.#afterWaiting = options.afterWaiting ?? afterMessages;
    this.#onLost = options.onLost ?? (() => undefined);
    engine.holdFlushes(true);
  }

  run(asked: Asked): void {
    let answer;
    try {
      answer = this.#engine.exchange(asked.bytes, asked.origin);
    } catch (error) {
      this.#threw(asked, error);
      return;
    }
    if (answer instanceof Promise) this.#whenAnswered(asked, answer);
    else this.#deliver(asked, answer);
  }

  /** Flushes what is held, and answers it: at once, unless the storage takes longer than the engine. */
  commit(): void {
    this.#grouping = undefined;
    const group = this.#held;
    if (group.length === 0) return;
    this.#held = [];
    try {
      if (this.#owes) this.#engine.flush();
      this.#owes = false;
    } catch (error) {
      const failure = typed(error);
      this.#owes = false;
      refuse(group, failure);
      if (fatal.has(failure.errors[0]?.code)) this.#onLost(failure);
      return;
    }
    if (this.#settled === undefined) settle(group);
    else this.#keep(group, this.#settled);
  }

  /** Whether all is answered that was run. */
  get isQuiet(): boolean {
    return this.#running.size === 0 && this.#held.length === 0 && this.#keeping === undefined;
  }

  /** Resolves when no hook is waited for. */
  async whenNothingRuns(): Promise<void> {
    while (this.#running.size > 0)
      await new Promise<void>((resolve) => this.#onQuiet.push(resolve));
  }

  /** As `commit`; resolves when that is kept. */
  async whenKept(): Promise<void> {
    this.commit();
    while (this.#keeping !== undefined) await this.#keeping;
  }

  /** Refuses what waits for a hook: the engine will not answer it any more. */
  abandon(error: TunezError): void {
    const running = [...this.#running];
    this.#running.clear();
    for (const asked of running) asked.refuse(error);
    for (const call of this.#onQuiet.splice(0)) call();
  }

  #whenAnswered(asked: Asked, answer: Promise<Uint8Array<ArrayBuffer>>): void {
    this.#running.add(asked);
    const ended = (then: () => void) => {
      if (!this.#running.delete(asked)) return;
      then();
      if (this.#running.size === 0) for (const call of this.#onQuiet.splice(0)) call();
    };
    answer.then(
      (bytes) => ended(() => this.#deliver(asked, bytes)),
      (error: unknown) => ended(() => this.#threw(asked, error)),
    );
  }

  #threw(asked: Asked, error: unknown): void {
    const failure = typed(error);
    this.#deliver(asked, failure);
    if (fatal.has(failure.errors[0]?.code)) this.#onLost(failure);
  }

  #deliver(asked: Asked, outcome: Held['outcome']): void {
    // Noticed at once: an engine that stops knows nothing of it any more.
    this.#owes ||= this.#engine.unflushed();
    const isFirst = this.#held.length === 0 && this.#keeping === undefined;
    // Where the storage takes longer, also what the engine has flushed by itself is kept later.
    if (isFirst && !this.#owes && this.#settled === undefined) {
      settle([{ asked, outcome }]);
      return;
    }
    this.#held.push({ asked, outcome });
    if (this.#grouping !== undefined) return;
    if (isFirst && !this.#isLooking && this.#isAlone()) {
      this.commit();
      this.#look();
      return;
    }
    this.#grouping = { begun: performance.now(), size: this.#held.length };
    this.#afterWaiting(this.#onHop);
  }

  readonly #onHop = (): void => {
    const grouping = this.#grouping;
    if (grouping === undefined) return;
    const { length } = this.#held;
    const isOver =
      length === grouping.size ||
      length >= most.requests ||
      performance.now() - grouping.begun >= most.milliseconds;
    if (isOver) {
      this.commit();
      this.#look();
    } else {
      grouping.size = length;
      this.#afterWaiting(this.#onHop);
    }
  };

  #look(): void {
    this.#isLooking = true;
    this.#afterWaiting(() => (this.#isLooking = false));
  }

  #keep(group: readonly Held[], settled: () => Promise<void>): void {
    const keeping = this.#kept(group, settled(), this.#keeping).then(() => {
      if (this.#keeping === keeping) this.#keeping = undefined;
    });
    this.#keeping = keeping;
  }

  async #kept(group: readonly Held[], settled: Promise<void>, before?: Promise<void>) {
    const outcome = await settled.then(() => undefined, typed);
    await before;
    if (outcome === undefined) settle(group);
    else refuse(group, outcome);
  }
}

function settle(group: readonly Held[]): void {
  for (const { asked, outcome } of group)
    if (outcome instanceof TunezError) asked.refuse(outcome);
    else asked.answer(outcome);
}

// Also what only read: it may have seen what was not kept.
function refuse(group: readonly Held[], error: TunezError): void {
  for (const { asked } of group) asked.refuse(error);
}

/** Whatever was thrown, as an error that can be sent. */
export function typed(error: unknown): TunezError {
  return error instanceof TunezError
    ? error
    : hostError('worker_failed', `the database worker failed: ${String(error)}`, error);
}

let toSelf: MessagePort | undefined;
const hops: (() => void)[] = [];

// A message to oneself comes after those that are here already.
function afterMessages(call: () => void): void {
  const { setImmediate } = globalThis as { setImmediate?: (call: () => void) => void };
  if (setImmediate !== undefined) {
    setImmediate(call);
    return;
  }
  if (toSelf === undefined) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => hops.shift()?.();
    toSelf = port2;
  }
  hops.push(call);
  toSelf.postMessage(null);
}

// A page's way to one worker, until either ends.
import type { PageLocks } from '../tabs/environment.ts';
import { apart, Outbox } from './outbox.ts';
import { isTunezMessage, type PageMessage, type WorkerMessage } from './protocol.ts';

/** What `connect` needs of a worker: a `Worker`, or a `MessagePort` that leads to one. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  start?(): void;
  terminate?(): void;
}

/** What is heard of a worker. */
export interface WorkerListener {
  onMessage(message: WorkerMessage): void;
  /** It has failed or ended. Called once, and nothing is heard after it. */
  onEnd(reason: string, cause?: unknown): void;
}

// In milliseconds: how often it is looked whether a worker that has no lock yet is still there.
const lookEvery = 1000;

/** The way to a worker. */
export class WorkerLink {
  readonly #worker: WorkerLike;
  readonly #outbox: Outbox<PageMessage>;
  readonly #isOurs: boolean;
  readonly #listener: WorkerListener;
  readonly #locks: PageLocks | undefined;
  /** Ends the wait for its lock. */
  readonly #over = new AbortController();
  #hasSpoken = false;
  #isWatched = false;

  /** `isOurs`: nobody else has it. */
  constructor(
    worker: WorkerLike,
    isOurs: boolean,
    locks: PageLocks | undefined,
    listener: WorkerListener,
  ) {
    this.#worker = worker;
    this.#outbox = new Outbox((message, transfer) => worker.postMessage(message, transfer));
    this.#isOurs = isOurs;
    this.#locks = locks;
    this.#listener = listener;
    worker.addEventListener('message', this.#onMessage);
    worker.addEventListener('messageerror', this.#onFailure);
    worker.addEventListener('error', this.#onFailure);
    worker.start?.();
  }

  /** Whether `end` ends the worker, too. */
  get endsWorker(): boolean {
    return this.#isOurs && this.#worker.terminate !== undefined;
  }

  post(message: PageMessage, transfer: Transferable[] = []): void {
    if (message.tunez === 'request') this.#outbox.add(message, transfer);
    else this.#outbox.send(message, transfer);
  }

  /** Where its code is known to be there: one that says nothing in so many milliseconds has ended. */
  expectWord(milliseconds: number): void {
    setTimeout(() => {
      if (!this.#hasSpoken) this.#ended('it did not start');
    }, milliseconds);
  }

  /** Hears nothing any more. */
  leave(): void {
    this.#over.abort();
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#worker.removeEventListener('messageerror', this.#onFailure);
    this.#worker.removeEventListener('error', this.#onFailure);
  }

  /** The same, and ends the worker where nobody else has it. */
  end(): void {
    this.leave();
    if (this.#isOurs) this.#worker.terminate?.();
  }

  readonly #onMessage = (event: Event): void => {
    const { data } = event as MessageEvent<unknown>;
    if (!isTunezMessage(data)) return;
    this.#hasSpoken = true;
    for (const message of apart(data as WorkerMessage)) {
      if (message.tunez === 'status') this.#watch(message.lock);
      if (message.tunez === 'joining') this.#lookFor(message.lock);
      else this.#listener.onMessage(message);
    }
  };

  readonly #onFailure = (event: Event): void => {
    this.#ended((event as Partial<ErrorEvent>).message ?? event.type, event);
  };

  // No event tells of a worker that was terminated; that the lock which it holds is free does.
  #watch(lock: string): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    this.#locks
      ?.request(lock, { signal: this.#over.signal }, () => {
        // What it said before it ended comes first.
        setTimeout(() => this.#ended('it was ended'));
        return Promise.resolve();
      })
      .catch(() => undefined);
  }

  // One that was terminated before it had its lock neither has it nor waits for it. What it asked for may not
  // have arrived when it is looked for the first time.
  #lookFor(lock: string, missed = 0): void {
    setTimeout(() => void this.#look(lock, missed).catch(() => undefined), lookEvery);
  }

  async #look(lock: string, missed: number): Promise<void> {
    const isKnown = (): boolean => this.#isWatched || this.#over.signal.aborted;
    if (this.#locks === undefined || isKnown()) return;
    const { held = [], pending = [] } = await this.#locks.query();
    // It may have said that it has it meanwhile.
    if (isKnown()) return;
    if ([...held, ...pending].some(({ name }) => name === lock)) this.#lookFor(lock);
    else if (missed === 0) this.#lookFor(lock, 1);
    else this.#ended('it was ended');
  }

  #ended(reason: string, cause?: unknown): void {
    if (this.#over.signal.aborted) return;
    // One that lives on must not keep the database from others. Nobody hears its answer.
    if (!this.endsWorker) this.post({ tunez: 'close', id: -1 });
    this.end();
    this.#listener.onEnd(reason, cause);
  }
}

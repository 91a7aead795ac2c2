// A page's way to one worker, until either ends.
import type { Locks } from '../tabs/environment.ts';
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

/** The way to a worker. */
export class WorkerLink {
  readonly #worker: WorkerLike;
  readonly #outbox: Outbox<PageMessage>;
  readonly #isOurs: boolean;
  readonly #listener: WorkerListener;
  readonly #locks: Locks | undefined;
  /** Ends the wait for its lock. */
  readonly #over = new AbortController();
  #isWatched = false;

  /** `isOurs`: nobody else has it. */
  constructor(
    worker: WorkerLike,
    isOurs: boolean,
    locks: Locks | undefined,
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

  post(message: PageMessage, transfer: Transferable[] = []): void {
    if (message.tunez === 'request') this.#outbox.add(message, transfer);
    else this.#outbox.send(message, transfer);
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
    for (const message of apart(data as WorkerMessage)) {
      if (message.tunez === 'status') this.#watch(message.lock);
      this.#listener.onMessage(message);
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

  #ended(reason: string, cause?: unknown): void {
    if (this.#over.signal.aborted) return;
    // One that lives on must not keep the database from others. Nobody hears its answer.
    if (!this.#isOurs || this.#worker.terminate === undefined)
      this.post({ tunez: 'close', id: -1 });
    this.end();
    this.#listener.onEnd(reason, cause);
  }
}

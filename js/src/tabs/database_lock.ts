// The lock of a database: whoever holds it may open that, and nobody else.
import type { Locks } from './environment.ts';

/** What is told of it. */
export interface LockListener {
  onGranted(): void;
  /** It cannot be had. */
  onFailure(error: unknown): void;
}

/** One tab's hold on it. */
export class DatabaseLock {
  readonly #locks: Locks;
  readonly #name: string;
  readonly #listener: LockListener;
  /** Ends the wait for it. */
  #queue: AbortController | undefined;
  /** Gives it back. */
  #release: (() => void) | undefined;

  constructor(locks: Locks, name: string, listener: LockListener) {
    this.#locks = locks;
    this.#name = name;
    this.#listener = listener;
  }

  get isHeld(): boolean {
    return this.#release !== undefined;
  }

  get isAwaited(): boolean {
    return this.#queue !== undefined;
  }

  /** Waits for it, and holds it from then on. */
  enqueue(): void {
    const queue = (this.#queue = new AbortController());
    const granted = (): Promise<void> => {
      // It was given up while the lock was on its way.
      if (this.#queue !== queue) return Promise.resolve();
      this.#queue = undefined;
      return new Promise((release) => {
        this.#release = release;
        this.#listener.onGranted();
      });
    };
    this.#locks.request(this.#name, { signal: queue.signal }, granted).catch((error: unknown) => {
      if (!queue.signal.aborted) this.#listener.onFailure(error);
    });
  }

  /** Waits for it no more. */
  leaveQueue(): void {
    this.#queue?.abort();
    this.#queue = undefined;
  }

  /** Gives it back, where it is held. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

// What tabs need of a browser to share a database; tests bring their own.

/** Web Locks, as far as they are needed. */
export interface Locks {
  /** Waits for the lock and holds it until the promise of `granted` is settled. Rejects when aborted. */
  request(
    name: string,
    options: { readonly signal?: AbortSignal },
    granted: () => Promise<void>,
  ): Promise<unknown>;
}

type Named = readonly { readonly name?: string }[];

/** The same for a page, which looks who has locks. */
export interface PageLocks extends Locks {
  query(): Promise<{ readonly held?: Named; readonly pending?: Named }>;
}

/** A BroadcastChannel, as far as it is needed. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

/** Where a tab lives. */
export interface Environment {
  readonly locks: Locks;
  openChannel(name: string): Channel;
  /** Calls once, later; the function returned takes that back. */
  after(milliseconds: number, call: () => void): () => void;
  randomId(): string;
}

/** The locks of the browser, where it has them. */
export function browserLocks(): PageLocks | undefined {
  return (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
}

/** The browser; `undefined` where it lacks something, so that only one tab can have a database open. */
export function browserEnvironment(): Environment | undefined {
  const { BroadcastChannel } = globalThis as {
    BroadcastChannel?: new (name: string) => Channel;
  };
  const locks = browserLocks();
  if (locks === undefined || BroadcastChannel === undefined) return undefined;
  return {
    locks: locks,
    openChannel: (name) => new BroadcastChannel(name),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    randomId: () => crypto.randomUUID(),
  };
}

// A browser with one tab, as far as a page and its worker can tell: both are in this thread, and storage
// is files.
import { node } from '../../js/src/client/node.ts';
import { serveOn, type ServeOptions } from '../../js/src/client/serve.ts';
import type { Channel, Environment, Locks } from '../../js/src/tabs/environment.ts';

/** What `connect` takes for a worker. */
export function startWorker(options: Omit<ServeOptions, 'scope'>): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serveOn(node, { ...options, scope: port2 }, environment());
  return port1;
}

function environment(): Environment {
  return {
    locks: new OwnLocks(),
    openChannel: (name) => new BroadcastChannel(name) as Channel,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
    randomId: () => crypto.randomUUID(),
  };
}

/** Locks that nobody else asks for: one has to wait for itself at most. */
class OwnLocks implements Locks {
  readonly #held = new Map<string, Promise<unknown>>();

  async request(
    name: string,
    { signal }: { readonly signal?: AbortSignal },
    granted: () => Promise<void>,
  ): Promise<unknown> {
    const before = this.#held.get(name) ?? Promise.resolve();
    const held = before.then(() => {
      signal?.throwIfAborted();
      return granted();
    });
    this.#held.set(
      name,
      held.catch(() => undefined),
    );
    return held;
  }
}

// The page's side of a database worker.
//
// 1. Requests are answered in the order in which they were sent, but for those that wait for a hook;
//    any number may be on the way.
// 2. Every request settles: with its answer, or with `worker_failed` or `not_open`.
// 3. What tabs do to share a database is done by their workers; a page only tells its worker what the
//    browser does to the page.
import type { AnyDomain } from '../definition/domain.ts';
import { encode } from '../wire/codec.ts';
import { errorFromMessage, hostError, type TunezError } from '../wire/errors.ts';
import type {
  Answer,
  ControlAnswer,
  ControlRequest,
  Request,
  Transport,
  TunezStatus,
} from '../wire/transport.ts';
import type { Migration } from './migrations.ts';
import {
  isTunezMessage,
  type PageEventMessage,
  type PageMessage,
  type WorkerMessage,
} from './protocol.ts';
import type { Durability } from './session.ts';
import { Tunez, type TunezOf } from './tunez.ts';

/** What `connect` needs of a worker: a `Worker`, or a `MessagePort` that leads to one. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  start?(): void;
}

/** Options of `connect`. */
export interface ConnectOptions<Ds extends readonly AnyDomain[]> {
  /** The domains that the worker serves. */
  readonly domains: Ds;
  /** `'opfs:name'` for a database that the browser keeps, or `':memory:'`. */
  readonly storage: string;
  /** Instead of those that `serve` was given. */
  readonly migrations?: readonly Migration[];
  readonly durability?: Durability;
  /** As `Tunez.onStatus`, already while the database is being opened. */
  readonly onStatus?: (status: TunezStatus) => void;
}

/**
 * Opens a database in a worker that called `serve`. Several tabs may do so: one worker has a database
 * that is kept open, the others ask it, and when it ends the next takes over. What was asked meanwhile
 * is answered then, and nothing is done twice.
 *
 * Rejects with `storage_unavailable`, `schema_too_new`, `newer_version_open` (another tab has a newer
 * build of the application), `worker_failed` and others.
 */
export async function connect<const Ds extends readonly AnyDomain[]>(
  worker: WorkerLike,
  options: ConnectOptions<Ds>,
): Promise<TunezOf<Ds>> {
  const { domains, storage, migrations, durability, onStatus } = options;
  const conversation = new Conversation(worker);
  if (onStatus !== undefined) conversation.subscribe(onStatus);
  try {
    await conversation.open({
      storage,
      ...(migrations && { migrations }),
      ...(durability && { durability }),
    });
  } catch (error) {
    conversation.end();
    throw error;
  }
  return new Tunez(domains, conversation, storage) as TunezOf<Ds>;
}

interface Waiting {
  resolve(answer: Answer | ControlAnswer): void;
  reject(error: TunezError): void;
}

type Unnumbered<M> = M extends unknown ? Omit<M, 'id'> : never;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

class Conversation implements Transport {
  readonly #worker: WorkerLike;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(status: TunezStatus) => void>();
  readonly #ended = new AbortController();
  #status: TunezStatus = { state: 'ready', role: 'owner' };
  #isTold = false;
  /** Whether there are other tabs. */
  #hasOthers = false;
  #nextId = 1;
  #over: TunezError | undefined;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    worker.addEventListener('message', this.#onMessage);
    worker.addEventListener('messageerror', this.#onFailure);
    worker.addEventListener('error', this.#onFailure);
    worker.start?.();
    const tell = (tunez: PageEventMessage['tunez']): number => {
      worker.postMessage({ tunez, id: 0 }, []);
      return this.#hasOthers ? moments[this.#status.role] : 0;
    };
    tellLife(tell, this.#ended.signal);
  }

  async open(options: { storage: string }): Promise<void> {
    await this.#send({ tunez: 'open', ...options }, []);
  }

  request(message: Request): Promise<Answer> {
    refuseFunctions(message);
    const bytes = encoder.encode(encode(message)).buffer;
    return this.#send({ tunez: 'request', bytes }, [bytes]) as Promise<Answer>;
  }

  control(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer> {
    return this.#send(
      { tunez: 'control', request, ...(bytes && { bytes }) },
      [],
    ) as Promise<ControlAnswer>;
  }

  status(): TunezStatus {
    return this.#status;
  }

  subscribe(listener: (status: TunezStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    const closed = this.#send({ tunez: 'close' }, []);
    this.#over = hostError('not_open', 'this Tunez has been closed');
    this.#tell({ ...this.#status, state: 'closed' });
    try {
      await closed;
    } finally {
      this.#giveUp(this.#over);
    }
  }

  /** Stops listening. */
  end(): void {
    this.#ended.abort();
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#worker.removeEventListener('messageerror', this.#onFailure);
    this.#worker.removeEventListener('error', this.#onFailure);
  }

  #send(
    message: Unnumbered<PageMessage>,
    transfer: Transferable[],
  ): Promise<Answer | ControlAnswer> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...message, id }, transfer);
    });
  }

  #onMessage = (event: Event): void => {
    const { data } = event as MessageEvent<unknown>;
    if (!isTunezMessage(data)) return;
    const message = data as WorkerMessage;
    if (message.tunez === 'status') {
      this.#hasOthers = message.hasOthers;
      this.#tell({ state: message.state, role: message.role });
      return;
    }
    const waiting = this.#waiting.get(data.id);
    if (waiting === undefined) return;
    this.#waiting.delete(data.id);
    settle(waiting, message);
  };

  #tell(status: TunezStatus): void {
    const { state, role } = this.#status;
    if (this.#isTold && state === status.state && role === status.role) return;
    this.#isTold = true;
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  #onFailure = (event: Event): void => {
    const reason = (event as Partial<ErrorEvent>).message ?? event.type;
    this.#over = hostError('worker_failed', `the database worker failed: ${reason}`, event);
    // One that is still alive must not keep the database from others.
    this.#worker.postMessage({ tunez: 'close', id: this.#nextId }, []);
    this.#tell({ ...this.#status, state: 'storage_lost' });
    this.#giveUp(this.#over);
  };

  // Nobody answers any more.
  #giveUp(reason: TunezError): void {
    for (const waiting of this.#waiting.values()) waiting.reject(reason);
    this.#waiting.clear();
    this.end();
  }
}

function settle(waiting: Waiting, message: WorkerMessage): void {
  switch (message.tunez) {
    case 'answer':
      waiting.resolve(JSON.parse(decoder.decode(message.bytes)) as Answer);
      break;
    case 'controlled':
      waiting.resolve(message as ControlAnswer);
      break;
    case 'done':
      waiting.resolve({ ok: null });
      break;
    case 'failed':
      waiting.reject(errorFromMessage(message.error));
      break;
  }
}

// The browser freezes a worker with its page, and one that is busy then would find the message only when
// both go on: until then nobody else could have the database, or get its turn. So where there are other
// tabs a page gives its worker the time to come to it, in milliseconds. Nobody is looking at a page that
// is frozen; after one that is put aside the next may be waiting for this thread.
const moments = { owner: 250, follower: 50 };
const longestPutAside = 150;

/** `tell` says for how long the worker may have to be given time. */
function tellLife(tell: (event: PageEventMessage['tunez']) => number, signal: AbortSignal): void {
  const { document } = globalThis as { document?: Document };
  if (document === undefined) return;
  const on = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal });
  let isPutAside = false;
  const freeze = (longest: number): void => {
    const end = Math.min(tell('frozen'), longest) + performance.now();
    while (performance.now() < end);
  };
  on(document, 'visibilitychange', () => {
    if (document.hidden) tell('hidden');
  });
  on(document, 'freeze', () => {
    if (!isPutAside) freeze(Infinity);
  });
  on(document, 'resume', () => tell('resumed'));
  on(globalThis, 'pagehide', (event) => {
    isPutAside = (event as PageTransitionEvent).persisted;
    if (isPutAside) freeze(longestPutAside);
    else tell('gone');
  });
  on(globalThis, 'pageshow', (event) => {
    isPutAside = false;
    if ((event as PageTransitionEvent).persisted) tell('resumed');
  });
}

// Hooks and lazy values run inside the engine, which is in another thread.
function refuseFunctions(message: Request): void {
  const changeset = message['changeset'] as
    { readonly operations?: readonly (readonly unknown[])[] } | undefined;
  for (const operation of changeset?.operations ?? [])
    if (operation.some((argument) => typeof argument === 'function'))
      throw hostError(
        'not_supported',
        `${String(operation[0])} was given a function, which cannot reach the engine in the worker; ` +
          'make it part of a change of the resource',
      );
}

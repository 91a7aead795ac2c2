// The page's side of a database worker.
//
// 1. Requests are answered in the order in which they were sent, but for those that wait for a hook;
//    any number may be on the way.
// 2. Every request settles: with its answer, or with `worker_failed` or `not_open`.
import type { AnyDomain } from '../definition/domain.ts';
import { encode } from '../wire/codec.ts';
import { errorFromMessage, hostError, type TunezError } from '../wire/errors.ts';
import type { Answer, Request, Transport } from '../wire/transport.ts';
import type { Migration } from './migrations.ts';
import { isTunezMessage, type PageMessage, type WorkerMessage } from './protocol.ts';
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
}

/**
 * Opens a database in a worker that called `serve`. Rejects with `storage_unavailable`,
 * `schema_too_new`, `worker_failed` and others.
 */
export async function connect<const Ds extends readonly AnyDomain[]>(
  worker: WorkerLike,
  options: ConnectOptions<Ds>,
): Promise<TunezOf<Ds>> {
  const { domains, storage, migrations, durability } = options;
  const conversation = new Conversation(worker);
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
  resolve(answer: Answer): void;
  reject(error: TunezError): void;
}

type Unnumbered<M> = M extends unknown ? Omit<M, 'id'> : never;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

class Conversation implements Transport {
  readonly #worker: WorkerLike;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #over: TunezError | undefined;

  constructor(worker: WorkerLike) {
    this.#worker = worker;
    worker.addEventListener('message', this.#onMessage);
    worker.addEventListener('messageerror', this.#onFailure);
    worker.addEventListener('error', this.#onFailure);
    worker.start?.();
  }

  open(options: { storage: string }): Promise<Answer> {
    return this.#send({ tunez: 'open', ...options }, []);
  }

  request(message: Request): Promise<Answer> {
    refuseFunctions(message);
    const bytes = encoder.encode(encode(message)).buffer;
    return this.#send({ tunez: 'request', bytes }, [bytes]);
  }

  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    const closed = this.#send({ tunez: 'close' }, []);
    this.#over = hostError('not_open', 'this Tunez has been closed');
    try {
      await closed;
    } finally {
      this.#giveUp(this.#over);
    }
  }

  /** Stops listening. */
  end(): void {
    this.#worker.removeEventListener('message', this.#onMessage);
    this.#worker.removeEventListener('messageerror', this.#onFailure);
    this.#worker.removeEventListener('error', this.#onFailure);
  }

  #send(message: Unnumbered<PageMessage>, transfer: Transferable[]): Promise<Answer> {
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
    const waiting = this.#waiting.get(data.id);
    if (waiting === undefined) return;
    this.#waiting.delete(data.id);
    settle(waiting, data as WorkerMessage);
  };

  #onFailure = (event: Event): void => {
    const reason = (event as Partial<ErrorEvent>).message ?? event.type;
    this.#over = hostError('worker_failed', `the database worker failed: ${reason}`, event);
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
    case 'done':
      waiting.resolve({ ok: null });
      break;
    case 'failed':
      waiting.reject(errorFromMessage(message.error));
      break;
  }
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

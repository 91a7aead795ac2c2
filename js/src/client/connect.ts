// Opening a database in a worker.
import type { AnyDomain } from '../definition/domain.ts';
import type { TunezStatus } from '../wire/transport.ts';
import { Conversation } from './conversation.ts';
import type { Migration } from './migrations.ts';
import type { Durability, Platform } from './session.ts';
import { Tunez, type TunezOf } from './tunez.ts';
import type { WorkerLike } from './worker_link.ts';

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
  /** @internal */
  readonly answers?: NonNullable<Platform['answers']>;
}

/**
 * Opens a database in a worker that called `serve`. Several tabs may do so: one worker has a database
 * that is kept open, the others ask it, and when it ends the next takes over. What was asked meanwhile
 * is answered then, and nothing is done twice.
 *
 * Given a function that starts a worker, it calls that again when a worker with a database that is kept
 * has ended while the page lives, asks the new one what was not answered, and ends it on closing. It
 * also ends it when the browser freezes the page or puts it aside, and starts another when the page
 * goes on. A worker that is given itself cannot be started again: what it did not answer is then
 * refused with `worker_failed`.
 *
 * Rejects with `storage_unavailable`, `schema_too_new`, `newer_version_open` (another tab has a newer
 * build of the application), `worker_failed` and others.
 */
export async function connect<const Ds extends readonly AnyDomain[]>(
  worker: WorkerLike | (() => WorkerLike),
  options: ConnectOptions<Ds>,
): Promise<TunezOf<Ds>> {
  const { domains, storage, migrations, durability, onStatus } = options;
  const conversation = new Conversation(worker, {
    storage,
    ...(migrations && { migrations }),
    ...(durability && { durability }),
  });
  if (onStatus !== undefined) conversation.subscribe(onStatus);
  await conversation.open();
  const transport = options.answers?.(conversation, domains) ?? conversation;
  return new Tunez(domains, transport, storage) as TunezOf<Ds>;
}

// The entry for Node: as index.ts, with files as storage.
import { connect as connectAnywhere, type ConnectOptions } from './client/connect.ts';
import { node } from './client/node.ts';
import { openOn, type OpenOptions } from './client/open.ts';
import type { TunezOf } from './client/tunez.ts';
import { withSensitiveRecords } from './client/sensitive_records.ts';
import type { WorkerLike } from './client/worker_link.ts';
import type { AnyDomain } from './definition/domain.ts';

export * from './shared.ts';

/**
 * Opens a database in this thread: `':memory:'`, or the path of a file. Rejects with
 * `invalid_definition`, `storage_unavailable`, `schema_too_new` and others.
 */
export function open<const Ds extends readonly AnyDomain[]>(
  options: OpenOptions<Ds>,
): Promise<TunezOf<Ds>> {
  return openOn(node, options);
}

/** As in a browser, with records that hide what is sensitive from Node's console. */
export function connect<const Ds extends readonly AnyDomain[]>(
  worker: WorkerLike | (() => WorkerLike),
  options: ConnectOptions<Ds>,
): Promise<TunezOf<Ds>> {
  return connectAnywhere(worker, { ...options, answers: withSensitiveRecords });
}

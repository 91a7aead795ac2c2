// The two ways a request can take: a call in this thread, or a message to a worker.
import { revive } from './codec.ts';
import { type ErrorMessage, errorFromMessage, type TunezError } from './errors.ts';

/** A request of docs/wire.md §4. */
export interface Request {
  readonly op: string;
  readonly [key: string]: unknown;
}

/** An answer, parsed. */
export interface Answer {
  readonly ok?: unknown;
  readonly error?: ErrorMessage;
  readonly tagged?: boolean;
  readonly notifications?: readonly unknown[];
  /** Instead of all that: the request waits for what a callback has promised. */
  readonly pending?: Pending;
}

/** A request that goes on when it is told what came of a promise. */
export interface Pending {
  readonly request: number;
  readonly promise: number;
}

/** Who makes a request, so that it can be made again without being carried out twice. */
export interface Origin {
  readonly client: string;
  /** Counted up by the client. */
  readonly number: number;
  /** The client has the answers up to this number. */
  readonly seen: number;
}

/** A request that was made before, with other values. Throws as `Engine.request` does. */
export type Repeat = (values: readonly unknown[]) => Answer;

/** An engine in this thread. */
export interface Engine {
  /** Throws only when the engine itself is lost, or the request cannot be encoded. */
  request(message: Request): Answer;
  /** Frees the engine and its storage. */
  close(): void;
}

/** What is asked about the storage (runtime/storage/control.ts). */
export type ControlRequest =
  | { readonly op: 'status' | 'backup' | 'backups' | 'export' | 'import' }
  | { readonly op: 'restore' | 'deleteBackup' | 'readKept' | 'deleteKept'; readonly slot: number };

/** The answer to that: plain data under camelCase keys, and bytes where it has any. */
export interface ControlAnswer {
  readonly value: unknown;
  readonly bytes?: ArrayBuffer;
}

/** How a database is doing, seen from this tab. */
export interface TunezStatus {
  /**
   * - `ready`: requests are answered.
   * - `waiting`: the tab that has the database open has not answered for a while. It is busy, or the
   *   browser has frozen it. Requests are kept, and answered when it goes on or ends.
   * - `taking_over`: the database is being opened by the next tab, or again. Requests are kept.
   * - `storage_lost`: the worker failed, or the storage did. Requests are refused.
   * - `newer_version`: a newer build of the application is open in another tab. Requests are refused
   *   with `newer_version_open` until this page is loaded again.
   * - `closed`: `close()` was called.
   */
  readonly state: 'ready' | 'waiting' | 'taking_over' | 'storage_lost' | 'newer_version' | 'closed';
  /** Whether this tab has the database open itself, or asks the tab that has. */
  readonly role: 'owner' | 'follower';
}

/** What a client talks to: answers at once when the engine is in this thread. */
export interface Transport {
  request(message: Request): Answer | Promise<Answer>;
  /**
   * Resolves a request once, for many calls; `null` where that is not possible for it. Only where
   * the engine is in this thread: elsewhere the way there is what costs.
   */
  prepare?(message: Request): Repeat | null;
  /** About the storage; `bytes` are a file to be imported. Rejects with a `TunezError`. */
  control?(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer>;
  /** Absent where the engine is in this thread: it is always the owner, and ready. */
  status?(): TunezStatus;
  /** Tells of each change of it, until the returned function is called. */
  subscribe?(listener: (status: TunezStatus) => void): () => void;
  close(): void | Promise<void>;
}

/** What an answer says: its value, or an exception. */
export function valueOf(answer: Answer): unknown {
  if (answer.error !== undefined) throw errorOf(answer as Answer & { error: ErrorMessage });
  return answer.tagged === true ? revive(answer.ok) : answer.ok;
}

function errorOf(answer: Answer & { error: ErrorMessage }): TunezError {
  return errorFromMessage(
    answer.tagged === true ? (revive(answer.error) as ErrorMessage) : answer.error,
  );
}

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

/** What a client talks to: answers at once when the engine is in this thread. */
export interface Transport {
  request(message: Request): Answer | Promise<Answer>;
  /**
   * Resolves a request once, for many calls; `null` where that is not possible for it. Only where
   * the engine is in this thread: elsewhere the way there is what costs.
   */
  prepare?(message: Request): Repeat | null;
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

// A bulk create of any number of inputs, in messages of some batches each: neither side ever holds more than a few
// thousand of them at once, unless all are to be one transaction.
import {
  type ErrorDetail,
  errorFromMessage,
  type ErrorMessage,
  hostError,
} from '../wire/errors.ts';

/** What came of a bulk call. */
export interface BulkResult<Record> {
  readonly status: 'success' | 'partialSuccess' | 'error';
  /** How many records failed. */
  readonly errorCount: number;
  /** With `returnRecords`. */
  readonly records?: Record[];
  /** With `returnErrors`; the path of each begins with the index of its input. At most 1000 of them. */
  readonly errors?: readonly ErrorDetail[];
}

/** What came of one input, where results are streamed. */
export type BulkItem<Record> =
  | { readonly ok: true; readonly data: Record }
  | { readonly ok: false; readonly error: ErrorDetail };

/** Inputs of a bulk create: maps, one after the other, or rows of values under common keys. */
export type BulkInputs<Input> =
  Iterable<Input> | AsyncIterable<Input> | BulkRows<keyof Input & string>;

/** Inputs without their keys, which are said once. */
export interface BulkRows<Key extends string = string> {
  readonly keys: readonly Key[];
  readonly rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;
}

/** The answer to a bulk request. */
export interface BulkMessage {
  readonly status: 'success' | 'partial_success' | 'error';
  readonly error_count: number;
  readonly records?: readonly unknown[];
  readonly errors?: ErrorMessage;
}

/** How a bulk create is cut up. */
export interface Pieces {
  readonly batchSize: number;
  readonly stopOnError: boolean;
  /** All in one message, because all are one transaction. */
  readonly whole: boolean;
  /** Told how many inputs have been worked on. */
  readonly onProgress?: (done: number) => void;
}

type Send = (inputs: readonly unknown[] | BulkRows) => Promise<BulkMessage>;

// Fewer cost a message too many, more make no difference.
const inputsPerMessage = 1000;
// More errors than this are counted but not described, as in the engine.
const mostErrors = 1000;

/** Sends the inputs in pieces and joins the results. Rejects when the inputs end in an exception. */
export async function bulkCreate(
  inputs: BulkInputs<never>,
  pieces: Pieces,
  send: Send,
): Promise<BulkResult<never>> {
  const result = new Joined();
  for await (const [message, count] of answers(inputs, pieces, send)) result.add(message, count);
  return result.value();
}

/** As `bulkCreate`, one result after the other. */
export async function* bulkItems(
  inputs: BulkInputs<never>,
  pieces: Pieces,
  send: Send,
): AsyncGenerator<BulkItem<never>> {
  let done = 0;
  for await (const [message, count] of answers(inputs, pieces, send)) {
    const piece = new Joined(done);
    piece.add(message, count);
    const { records = [], errors = [] } = piece.value();
    for (const data of records) yield { ok: true, data };
    for (const error of errors) yield { ok: false, error };
    done += count;
  }
}

// What is answered to each piece, and how many inputs it had.
async function* answers(
  inputs: BulkInputs<never>,
  pieces: Pieces,
  send: Send,
): AsyncGenerator<readonly [BulkMessage, number]> {
  const { keys, rows } = isRows(inputs) ? inputs : { keys: undefined, rows: inputs };
  let done = 0;
  for await (const piece of piecesOf(rows, pieces)) {
    const message = await send(keys === undefined ? piece : { keys, rows: piece as never });
    yield [message, piece.length];
    done += piece.length;
    pieces.onProgress?.(done);
    if (pieces.stopOnError && message.error_count > 0) break;
  }
}

/** The result of one message. */
export function bulkResult(message: BulkMessage): BulkResult<never> {
  const result = new Joined();
  result.add(message, 0);
  return result.value();
}

function isRows(inputs: BulkInputs<never>): inputs is BulkRows {
  return 'rows' in inputs && 'keys' in inputs;
}

async function* piecesOf(
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  { batchSize, whole }: Pieces,
): AsyncGenerator<readonly unknown[]> {
  const size = whole ? Infinity : batchSize * Math.max(1, Math.floor(inputsPerMessage / batchSize));
  if (Array.isArray(inputs)) {
    for (let start = 0; start === 0 || start < inputs.length; start += size)
      yield inputs.length <= size ? inputs : inputs.slice(start, start + size);
    return;
  }
  let piece: unknown[] | undefined;
  for await (const input of guarded(inputs)) {
    // Only now it is known that the full piece is not the last.
    if (piece !== undefined && piece.length >= size) {
      yield piece;
      piece = [];
    }
    (piece ??= []).push(input);
  }
  yield piece ?? [];
}

async function* guarded(inputs: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator {
  try {
    yield* inputs;
  } catch (cause) {
    throw hostError('callback_failed', `the inputs ended in an exception: ${String(cause)}`, cause);
  }
}

class Joined {
  done: number;
  errorCount = 0;
  #succeeded = false;
  #failed = false;
  #records: unknown[] | undefined;
  #errors: ErrorDetail[] | undefined;

  constructor(done = 0) {
    this.done = done;
  }

  add({ status, error_count, records, errors }: BulkMessage, inputs: number): void {
    if (status !== 'error') this.#succeeded = true;
    if (status !== 'success') this.#failed = true;
    this.errorCount += error_count;
    if (records !== undefined) {
      this.#records ??= [];
      for (const record of records) this.#records.push(record);
    }
    if (errors !== undefined) {
      this.#errors ??= [];
      const room = mostErrors - this.#errors.length;
      if (room > 0)
        for (const error of errorFromMessage(errors).errors.slice(0, room))
          this.#errors.push(this.#placed(error));
    }
    this.done += inputs;
  }

  value(): BulkResult<never> {
    return {
      status: !this.#failed ? 'success' : this.#succeeded ? 'partialSuccess' : 'error',
      errorCount: this.errorCount,
      ...(this.#records && { records: this.#records as never[] }),
      ...(this.#errors && { errors: this.#errors }),
    };
  }

  // The path begins with the index in the message.
  #placed(error: ErrorDetail): ErrorDetail {
    const [index, ...rest] = error.path;
    return typeof index === 'number' ? { ...error, path: [this.done + index, ...rest] } : error;
  }
}

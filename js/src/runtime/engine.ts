// The engine in this thread: one bound Session, messages in as UTF-8 JSON, answers out as JSON or packed.
//
// 1. Views of the heap are taken afresh for each transfer: memory may have grown in between.
// 2. An exception out of the engine (a trap) leaves it in an unknown state: from then on every
//    request is refused with the first cause.
// 3. Requests may nest: a callback may ask about the changeset it was given. The engine has read a
//    message completely before it calls back, and an answer is copied before anything else runs.
// 4. A request waits for what a hook has promised outside of the engine: it is answered with
//    `pending`, and goes on by another message when the promise is settled.
import type { ChangesetState } from '../client/changeset_state.ts';
import type { Operation } from '../client/changeset_types.ts';
import { readAnswer, wordsOf } from '../wire/answer.ts';
import { encode, revive } from '../wire/codec.ts';
import type { EngineCode } from '../wire/engine_code.ts';
import {
  type EngineModule,
  instantiate,
  type Session,
  type TunezHost,
} from '../wire/engine_module.ts';
import { hostError, type TunezError } from '../wire/errors.ts';
import { type RecordDescription, type RecordShape, recordShape } from '../wire/packed.ts';
import {
  type Answer,
  type Engine,
  type Origin,
  type Pending,
  type Repeat,
  type Request,
  valueOf,
} from '../wire/transport.ts';
import { type CallbackAnswer, callbackError, Callbacks, type RequestScope } from './callbacks.ts';
import { aboutKinds, type CallbackMessage } from './callback_kinds.ts';
import { status, type StoragePort } from './storage/port.ts';

/** How the engine is started. */
export interface EngineOptions {
  /** Whether there will be files (`useFiles`), or only memory. */
  readonly hasFiles?: boolean;
  /** Whether `sql` requests are answered; for tests and the command line. */
  readonly allowSql?: boolean;
  /** The compiled engine. */
  readonly code: EngineCode;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

// What an answer that is pending has for its third letter, and no other has.
const pendingLetter = 'p'.charCodeAt(0);

const valueMessage: CallbackMessage = { kind: 'value' };
const noRoom = { start: 0, size: -1 };
// Half of what the engine keeps (wasm/byte_buffer.cc).
const mostRoomKept = 2_097_152;
// Up to here, letter by letter is faster than TextDecoder, and than TextEncoder.
const longestSpelledText = 40;
const longestSpelledMessage = 64;

/** A request that was prepared: the number that stands for it, and the fields of what it reads. */
interface Prepared {
  readonly number: number;
  readonly fields: RecordDescription;
}

const refuse = (): number => status.failed;

// What the engine sees of its files until they are there: it may be started and told the definition.
const noFilesYet: StoragePort = {
  open: refuse,
  close: refuse,
  read: refuse,
  write: refuse,
  truncate: refuse,
  flush: refuse,
  size: refuse,
};

/** An engine in this thread. */
export class SessionEngine implements Engine {
  readonly callbacks: Callbacks;
  readonly #module: EngineModule;
  readonly #host: TunezHost;
  readonly #session: Session;
  readonly #address: number;
  #lost: TunezError | undefined;
  #closed = false;
  readonly #waiting = new Set<(reason: TunezError) => void>();
  #pendingReply = '';
  // The heap; taken afresh when memory has grown.
  #words: Int32Array = new Int32Array(0);
  // Where a message of so many bytes may be written without asking.
  #room = noRoom;

  private constructor(
    module: EngineModule,
    host: TunezHost,
    callbacks: Callbacks,
    allowSql: boolean,
  ) {
    this.#module = module;
    this.#host = host;
    this.callbacks = callbacks;
    this.#session = new module.Session(allowSql);
    this.#address = this.#session.address();
  }

  /** Starts an engine. Rejects with `engine_failed` if that is not possible. */
  static async start({
    hasFiles = false,
    allowSql = false,
    code,
  }: EngineOptions): Promise<SessionEngine> {
    const started: { engine?: SessionEngine } = {};
    const engine = (): SessionEngine => started.engine!;
    const callbacks = new Callbacks({
      evaluate: (description) => engine().evaluate(description),
      encodeOperations: (operations) =>
        engine().encodeOperations(operations as readonly Operation[]),
      send: (message) => engine().send(message),
    });
    const host: TunezHost = {
      port: hasFiles ? noFilesYet : null,
      call: (id, pointer, length) => engine().#callback(id, pointer, length),
      value: (id) => engine().#value(id),
      reply: () => engine().#writeReply(engine().#pendingReply),
      about: (id, kind, handle, pointer, length) =>
        engine().#about(id, kind, handle, pointer, length),
      text: (pointer, length) => engine().#text(pointer, length),
      now: () => Date.now() * 1000,
      fillRandom: (pointer, length) => engine().#fillRandom(pointer, length),
    };
    const module = await instantiate(code, host).catch((cause: unknown) => {
      throw hostError('engine_failed', `the engine could not be started: ${String(cause)}`, cause);
    });
    started.engine = new SessionEngine(module, host, callbacks, allowSql);
    return started.engine;
  }

  /** The files behind the database, before one is opened in them. */
  useFiles(port: StoragePort): void {
    this.#host.port = port;
  }

  /** For requests that run no hooks. */
  request(message: Request): Answer {
    return this.send(message) as Answer;
  }

  send(message: Request): Answer | Promise<Answer> {
    return this.#ask(() => this.#write(encode(this.#withFunctions(message))));
  }

  /** As `Transport.prepare`. */
  prepare(message: Request): Repeat | null {
    const prepared = valueOf(this.request({ ...message, op: 'prepare' })) as Prepared | null;
    if (prepared === null) return null;
    const { number } = prepared;
    const shape = recordShape(prepared.fields);
    // What can be prepared calls nothing back.
    return (values) => {
      this.#refuseWhenGone();
      const length = this.#run(this.#writeRepeat(number, values));
      return this.#read(this.#module._tunez_answer(this.#address), length, shape);
    };
  }

  // `write` returns the length of the message.
  #ask(write: () => number): Answer | Promise<Answer> {
    const scope = this.callbacks.beginRequest();
    try {
      this.#refuseWhenGone();
      return this.#answer(this.#run(write()), scope, this.#parsed);
    } finally {
      this.callbacks.endRequest(scope);
    }
  }

  /**
   * As `send`, from encoded message to encoded answer. The bytes are a copy. A request with an
   * origin that was carried out before is answered as it was then.
   */
  exchange(
    message: Uint8Array,
    origin?: Origin,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
    const scope = this.callbacks.beginRequest();
    try {
      this.#refuseWhenGone();
      if (origin !== undefined)
        this.#session.request_from(origin.client, origin.number, origin.seen);
      return this.#answer(this.#run(this.#writeBytes(message)), scope, this.#copied);
    } finally {
      this.callbacks.endRequest(scope);
    }
  }

  #answer<Result>(
    length: number,
    scope: RequestScope,
    read: (start: number, length: number) => Result,
  ): Result | Promise<Result> {
    const start = this.#module._tunez_answer(this.#address);
    if (this.#module.HEAPU8[start + 2] !== pendingLetter) return read(start, length);
    return this.#later(this.#parsed(start, length).pending!, this.callbacks.keep(scope), read);
  }

  readonly #parsed = (start: number, length: number): Answer => this.#read(start, length);

  // `known`: what the records of a packed answer have that does not say so itself.
  #read(start: number, length: number, known?: RecordShape): Answer {
    const heap = this.#module.HEAPU8;
    if (this.#words.buffer !== heap.buffer) this.#words = wordsOf(heap.buffer);
    return readAnswer(heap, start, length, this.#words, known);
  }

  readonly #copied = (start: number, length: number): Uint8Array<ArrayBuffer> =>
    this.#module.HEAPU8.slice(start, start + length);

  async #later<Result>(
    { request, promise }: Pending,
    scope: RequestScope,
    read: (start: number, length: number) => Result,
  ): Promise<Result> {
    try {
      const settled = await this.#unlessClosed(this.callbacks.settled(promise));
      return await this.#resume(request, settled, scope, read);
    } finally {
      this.callbacks.release(scope);
    }
  }

  #resume<Result>(
    request: number,
    settled: () => CallbackAnswer,
    scope: RequestScope,
    read: (start: number, length: number) => Result,
  ): Result | Promise<Result> {
    this.callbacks.beginRequest(scope);
    try {
      this.#refuseWhenGone();
      const message = `{"op":"resume","request":${request},"reply":${encodeReply(settled())}}`;
      return this.#answer(this.#run(this.#write(message)), scope, read);
    } finally {
      this.callbacks.endRequest(scope);
    }
  }

  // What never settles must not keep a caller waiting for an engine that is gone.
  #unlessClosed<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      void promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /**
   * While flushes are held, answers are given before what was committed is durable: they are to be
   * acknowledged after `flush`, which serves all of them at once.
   */
  holdFlushes(held: boolean): void {
    this.#refuseWhenGone();
    this.#session.hold_flushes(held);
  }

  /** Whether there are answers that wait for `flush`. */
  get unflushed(): boolean {
    return !this.#closed && this.#lost === undefined && this.#session.unflushed();
  }

  /** Throws `commit_outcome_unknown`: what waited may be lost or not. The engine goes on. */
  flush(): void {
    this.#refuseWhenGone();
    let length: number;
    try {
      length = this.#session.flush();
    } catch (cause) {
      this.#fail(cause);
    }
    if (length > 0) valueOf(this.#parsed(this.#module._tunez_answer(this.#address), length));
  }

  /** The state of a changeset. */
  evaluate(description: object): ChangesetState {
    return valueOf(this.request({ op: 'changeset', changeset: description })) as ChangesetState;
  }

  /** Operations as the wire has them; functions among the arguments become callbacks. */
  encodeOperations(operations: readonly Operation[]): unknown[] {
    return operations.map((operation) =>
      operation.map((argument) =>
        typeof argument === 'function'
          ? { callback: this.callbacks.registerForRequest(argument) }
          : argument,
      ),
    );
  }

  /** A copy of what stands in the engine's memory. */
  copyOf(address: number, size: number): Uint8Array<ArrayBuffer> {
    return this.#module.HEAPU8.slice(address, address + size);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const reject of this.#waiting) reject(closed());
    if (this.#lost === undefined) this.#session.delete();
  }

  // Changesets bring functions along, and bulk calls the one that is to change their changesets.
  #withFunctions(message: Request): Request {
    const changeset = message['changeset'] as { operations?: readonly Operation[] } | undefined;
    if (changeset?.operations !== undefined) {
      const operations = this.encodeOperations(changeset.operations);
      return { ...message, changeset: { ...changeset, operations } };
    }
    const options = message['options'] as Record<string, unknown> | undefined;
    const transform = options?.['transform_changeset'];
    if (typeof transform !== 'function') return message;
    const callback = this.callbacks.registerForRequest(transform);
    return { ...message, options: { ...options, transform_changeset: { callback } } };
  }

  #refuseWhenGone(): void {
    if (this.#closed) throw closed();
    if (this.#lost !== undefined) throw this.#lost;
  }

  // Runs the message of so many bytes and returns the length of its answer.
  #run(size: number): number {
    let length: number;
    try {
      length = this.#module._tunez_run(this.#address, size);
    } catch (cause) {
      this.#fail(cause);
    }
    if (length < 0) throw hostError('out_of_memory', 'there is not enough memory for this request');
    return length;
  }

  // What is no trap comes from JavaScript and says itself what is wrong.
  #fail(cause: unknown): never {
    if (!isTrap(cause)) throw cause;
    this.#lost = hostError('engine_failed', `the engine stopped: ${String(cause)}`, cause);
    throw this.#lost;
  }

  #write(text: string): number {
    const room = this.#reserve(text.length + 1);
    const heap = this.#module.HEAPU8;
    if (text.length <= longestSpelledMessage && spell(text, heap, room)) return text.length;
    const end = room + text.length;
    const { read, written } = encoder.encodeInto(text, heap.subarray(room, end));
    // More bytes than letters. At most three for a UTF-16 unit.
    if (read < text.length) return this.#writeBytes(encoder.encode(text));
    return written;
  }

  // By far most keys are one short text.
  #writeRepeat(number: number, values: readonly unknown[]): number {
    const [key] = values;
    if (values.length === 1 && typeof key === 'string' && key.length <= longestSpelledMessage) {
      const head = `[${number},"`;
      const length = head.length + key.length + 2;
      const start = this.#reserve(length);
      const heap = this.#module.HEAPU8;
      const end = start + length;
      if (spellPlain(key, heap, start + head.length)) {
        spell(head, heap, start);
        spell('"]', heap, end - 2);
        return length;
      }
    }
    return this.#write(encode([number, ...values]));
  }

  #writeBytes(bytes: Uint8Array): number {
    const start = this.#reserve(bytes.length);
    this.#module.HEAPU8.set(bytes, start);
    return bytes.length;
  }

  // The engine moves its buffer when it is asked for a larger one, and gives a very large one back.
  #reserve(length: number): number {
    if (length <= this.#room.size) return this.#room.start;
    let start: number;
    try {
      start = this.#session.reserve(length);
    } catch (cause) {
      this.#fail(cause);
    }
    if (start === 0 && length > 0)
      throw hostError(
        'out_of_memory',
        `there is not enough memory for a message of ${length} bytes`,
      );
    this.#room = length > mostRoomKept ? noRoom : { start, size: length };
    return start;
  }

  // Returns the length of the reply, or −1 when there is no memory for it.
  #callback(id: number, pointer: number, length: number): number {
    return this.#writeReply(this.#reply(id, this.#text(pointer, length)));
  }

  #about(id: number, kind: number, handle: number, pointer: number, length: number): number {
    const changeset = { handle };
    if (length === 0)
      return this.#outcome(this.callbacks.invoke(id, { kind: aboutKinds[kind]!, changeset }));
    const text = this.#text(pointer, length);
    const record: unknown = JSON.parse(text);
    const message = { kind: aboutKinds[kind]!, changeset, record };
    return this.#outcome(this.callbacks.invoke(id, message), text);
  }

  // `before`: the record as the callback was given it.
  #outcome(answer: CallbackAnswer, before?: string): number {
    const ok = ('ok' in answer ? answer.ok : answer) as {
      operations?: readonly unknown[];
      record?: unknown;
    } | null;
    const changesNothing =
      ok === null ||
      ok.operations?.length === 0 ||
      (before !== undefined && JSON.stringify(ok.record) === before);
    return changesNothing ? -3 : this.#writeReply(encodeReply(answer));
  }

  #value(id: number): number | undefined {
    const answer = this.callbacks.invoke(id, valueMessage);
    if ('ok' in answer && Number.isSafeInteger(answer.ok)) return answer.ok as number;
    this.#pendingReply = encodeReply(answer);
    return undefined;
  }

  #writeReply(reply: string): number {
    if (reply.length <= longestSpelledMessage) {
      const start = this.#module._tunez_callback_reply(this.#address, reply.length);
      if (start !== 0 && spell(reply, this.#module.HEAPU8, start)) return reply.length;
    }
    const bytes = encoder.encode(reply);
    const start = this.#module._tunez_callback_reply(this.#address, bytes.length);
    if (start === 0) return -1;
    this.#module.HEAPU8.set(bytes, start);
    return bytes.length;
  }

  #text(pointer: number, length: number): string {
    const heap = this.#module.HEAPU8;
    const end = pointer + length;
    if (length > longestSpelledText) return decoder.decode(heap.subarray(pointer, end));
    let text = '';
    for (let at = pointer; at < end; at++) {
      const byte = heap[at]!;
      if (byte > 127) return decoder.decode(heap.subarray(pointer, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }

  // Never throws, whatever the message.
  #reply(id: number, text: string): string {
    try {
      const message = JSON.parse(text) as CallbackMessage & { tagged?: boolean };
      if (message.tagged === true) revive(message);
      return encodeReply(this.callbacks.invoke(id, message));
    } catch (cause) {
      return JSON.stringify({ error: callbackError(cause) });
    }
  }

  #fillRandom(pointer: number, length: number): void {
    // crypto.getRandomValues gives at most 65,536 bytes at a time.
    for (let done = 0; done < length; done += 65_536) {
      const part = Math.min(65_536, length - done);
      crypto.getRandomValues(this.#module.HEAPU8.subarray(pointer + done, pointer + done + part));
    }
  }
}

function closed(): TunezError {
  return hostError('not_open', 'this Tunez has been closed');
}

const [quote, backslash, space, tilde] = [0x22, 0x5c, 0x20, 0x7e];

/** Writes a text that JSON has as it is; false for any other. */
function spellPlain(text: string, heap: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < space || code > tilde || code === quote || code === backslash) return false;
    heap[start + index] = code;
  }
  return true;
}

// Writes a text of ASCII alone; false for any other.
function spell(text: string, heap: Uint8Array, start: number): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return false;
    heap[start + index] = code;
  }
  return true;
}

// Never throws: the answer of a callback may be something that cannot be encoded.
function encodeReply(answer: CallbackAnswer): string {
  try {
    return encode(answer);
  } catch (cause) {
    return JSON.stringify({ error: callbackError(cause) });
  }
}

function isTrap(cause: unknown): boolean {
  return cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
}

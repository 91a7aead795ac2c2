// A database that is open in this thread: the engine, the storage under it, and what has to happen
// between them outside of the engine, because it takes its time.
//
// 1. Where a storage keeps things later than the engine writes them, nothing is acknowledged before
//    they are kept. What could not be kept is refused, and the database opened again as it was before.
//    That is also done where nobody waited: what was written without being flushed.
// 2. A request that needs files which were not taken yet is answered after they were.
// 3. Once the files are lost, every request is refused.
import type { AnyDomain } from '../definition/domain.ts';
import { definitionMessage } from '../definition/message/definition.ts';
import { SessionEngine } from '../runtime/engine.ts';
import { StorageControl, type StorageFacts } from '../runtime/storage/control.ts';
import { encoded, parsed, type Reading } from '../runtime/storage/not_ready.ts';
import { unlessAbandoned } from '../runtime/abandoned.ts';
import type { OpenedStorage } from '../runtime/storage/port.ts';
import type { EngineCode } from '../wire/engine_code.ts';
import { hostError } from '../wire/errors.ts';
import {
  type Answer,
  type Origin,
  type Repeat,
  type Request,
  type Transport,
  valueOf,
} from '../wire/transport.ts';
import type { Migration } from './migrations.ts';

/** The storage that is forgotten when it is closed. */
export const memory = ':memory:';

/** How commits are kept: `full` survives a power loss, `relaxed` may lose the last ones then. */
export type Durability = 'full' | 'relaxed';

/** What opening needs besides an engine. */
export interface SessionOptions {
  readonly domains: readonly AnyDomain[];
  readonly storage: string;
  readonly migrations?: readonly Migration[];
  readonly durability?: Durability;
  /** `false` opens without looking at migrations; for the command line. */
  readonly migrate?: boolean;
  /** Whether `sql` requests are answered; for tests and the command line. */
  readonly allowSql?: boolean;
}

/** What opening needs to know about where it runs. */
export interface Platform {
  /** The compiled engine. */
  compile(): Promise<EngineCode>;
  /**
   * The files of a storage, or `null` for memory. Rejects with `storage_unavailable`, and when it is
   * `abandoned` before anything was taken.
   */
  openPort(storage: string, abandoned?: AbortSignal): Promise<OpenedStorage | null>;
  /** About the place where a storage lives; `null` is memory. */
  facts(storage: string, opened: OpenedStorage | null): Promise<StorageFacts>;
  /** The transport with what the platform does with answers before the application has them. */
  answers?(transport: Transport, domains: readonly AnyDomain[]): Transport;
}

/** An engine with its storage open. */
export class Session {
  readonly engine: SessionEngine;
  /** `null`: memory. */
  readonly storage: OpenedStorage | null;
  readonly control: StorageControl;
  readonly #opening: Request;
  readonly #isRelaxed: boolean;
  #reopening: Promise<void> | undefined;
  // It could not be opened again yet.
  #isDown = false;
  #closing: Promise<void> | undefined;

  private constructor(
    platform: Platform,
    engine: SessionEngine,
    storage: OpenedStorage | null,
    options: SessionOptions,
  ) {
    this.engine = engine;
    this.storage = storage;
    this.#isRelaxed = options.durability === 'relaxed';
    this.#opening = openingMessage(engine, storage?.name ?? options.storage, options);
    this.control = new StorageControl({
      engine,
      storage,
      migrations: this.#opening['migrations'] as readonly Migration[],
      send: (message) => this.send(message),
      facts: () => platform.facts(options.storage, storage),
    });
  }

  /**
   * Rejects with `storage_unavailable`, `schema_too_new` and others, and as soon as it can when it is
   * `abandoned`; then nothing is left open.
   */
  static async start(
    platform: Platform,
    options: SessionOptions,
    abandoned?: AbortSignal,
  ): Promise<Session> {
    // Files and engine are got side by side.
    const compiled = platform.compile();
    const starting = compiled.then((code) => startEngine(code, options));
    // It is asked for below, unless the files cannot be had.
    starting.catch(() => undefined);
    const storage = await platform.openPort(options.storage, abandoned);
    try {
      const engine = await unlessAbandoned(starting, abandoned);
      if (storage !== null) engine.useFiles(storage.port);
      const session = new Session(platform, engine, storage, options);
      await session.#open();
      (await compiled).prepareDeferred?.();
      return session;
    } catch (error) {
      await storage?.close();
      throw error;
    }
  }

  /** A request, and its answer when it may be told. Answers at once where nothing is to be waited for. */
  send(message: Request): Answer | Promise<Answer> {
    const isKeptLater = this.storage?.settled !== undefined;
    return this.#answer(() => this.engine.send(message), parsed, isKeptLater);
  }

  /** As `Transport.prepare`. */
  prepare(message: Request): Repeat | null {
    const repeat = this.engine.prepare(message);
    if (repeat === null) return null;
    return (values) => {
      this.#refuseWhenLost();
      return repeat(values);
    };
  }

  /**
   * As `send`, from encoded message to encoded answer. It is the caller who flushes, where flushes are
   * held, and waits until that is `settled`.
   */
  exchange(
    message: Uint8Array,
    origin?: Origin,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
    return this.#answer(() => this.engine.exchange(message, origin), encoded, false);
  }

  /** Brings the files into the shape in which they are best left. */
  idle(): void {
    try {
      this.engine.request({ op: 'idle' });
    } catch {
      // Whoever asks for something is told.
    }
  }

  #answer<Told>(
    ask: () => Told | Promise<Told>,
    how: Reading<Told>,
    isKeptLater: boolean,
  ): Told | Promise<Told> {
    if (this.#reopening !== undefined)
      return this.#reopening.then(() => this.#answer(ask, how, isKeptLater));
    this.#refuseWhenLost();
    const failure = this.storage?.failure?.();
    if (failure !== undefined || this.#isDown) {
      const reopened = this.#reopenOnce();
      if (this.#isRelaxed && failure) return reopened.then(() => Promise.reject(failure));
      return reopened.then(() => this.#answer(ask, how, isKeptLater));
    }
    const answer = ask();
    const isFinal = !isKeptLater && !(answer instanceof Promise);
    return isFinal && !how.isError(answer) ? answer : this.#later(answer, ask, how, isKeptLater);
  }

  async #later<Told>(
    answer: Told | Promise<Told>,
    ask: () => Told | Promise<Told>,
    how: Reading<Told>,
    isKeptLater: boolean,
  ): Promise<Told> {
    let told = await answer;
    if (how.isError(told)) {
      this.#refuseWhenLost();
      if (how.isNotReady(told)) {
        await this.storage?.prepare();
        told = await ask();
      }
    }
    if (isKeptLater) await this.settled();
    return told;
  }

  /**
   * Resolves when all that was answered is kept. Rejects with `storage_full` or another when it could
   * not be: then the database is as it was before, and can be used again.
   */
  async settled(): Promise<void> {
    try {
      await this.storage?.settled?.();
    } catch (error) {
      this.#refuseWhenLost();
      await this.#reopenOnce();
      throw error;
    }
  }

  /** Flushes what was held. Throws what came of it: then none of that was kept, or nobody knows. */
  flush(): void {
    const failure = this.storage?.failure?.();
    if (failure === undefined) {
      this.engine.flush();
    } else {
      this.#reopenOnce().catch(() => undefined); // Told to the next request.
      throw failure;
    }
  }

  /** Keeps what is to be kept, and frees the storage for others. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** Frees the storage as it is, at once where it allows that. The engine is of no use any more. */
  drop(): Promise<void> | undefined {
    const freed = this.storage?.close();
    if (freed instanceof Promise) return freed.finally(() => this.engine.close());
    // It has nothing to write to any more, and may take its time.
    queueMicrotask(() => this.engine.close());
    return undefined;
  }

  async #close(): Promise<void> {
    try {
      await this.#reopening?.catch(() => undefined);
      this.engine.request({ op: 'close' });
      this.engine.close();
    } finally {
      await this.storage?.close();
    }
  }

  async #open(): Promise<void> {
    let answer = this.engine.request(this.#opening);
    if (parsed.isNotReady(answer)) {
      await this.storage?.prepare();
      answer = this.engine.request(this.#opening);
    }
    await this.storage?.settled?.();
    const { applied } = valueOf(answer) as { readonly applied: readonly string[] };
    // A database that is new has its reserve before it can be filled.
    const isFiles = this.storage !== null && this.storage.settled === undefined;
    if (isFiles && applied.length > 0) this.idle();
  }

  #reopenOnce(): Promise<void> {
    return (this.#reopening ??= this.#reopen().finally(() => {
      this.#reopening = undefined;
    }));
  }

  // Where that fails, the next request tries again.
  async #reopen(): Promise<void> {
    this.#isDown = true;
    // It cannot write any more, so closing can fail.
    this.engine.request({ op: 'close' });
    await this.storage!.reload?.();
    await this.#open();
    this.#isDown = false;
  }

  #refuseWhenLost(): void {
    if (this.storage?.isLost?.() === true)
      throw hostError(
        'storage_lost',
        'the files of the database were removed or replaced while it was open, as by clearing the data ' +
          'of the site',
      );
  }
}

// An engine that knows the definition.
async function startEngine(
  code: EngineCode,
  { domains, storage, allowSql = false }: SessionOptions,
): Promise<SessionEngine> {
  const engine = await SessionEngine.start({ code, hasFiles: storage !== memory, allowSql });
  const definition = definitionMessage(domains, engine.callbacks.register);
  valueOf(engine.request({ op: 'define', definition }));
  return engine;
}

function openingMessage(
  engine: SessionEngine,
  storage: string,
  { migrations, durability, migrate }: SessionOptions,
): Request {
  return {
    op: 'open',
    storage,
    migrations: migrations ?? (storage === memory ? [firstMigration(engine)] : []),
    ...(durability && { durability }),
    ...(migrate === false && { migrate }),
  };
}

// Without migrations, a database that lives in memory gets the tables of the definition.
function firstMigration(engine: SessionEngine): Migration {
  const diff = valueOf(engine.request({ op: 'diff', from: {}, options: {} })) as Migration;
  return { version: '00000000000000', name: 'definition', up: diff.up, down: diff.down };
}

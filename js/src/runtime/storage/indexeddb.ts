// Databases in IndexedDB, for browsers and windows without files (OPFS).
//
// 1. Files are chunks in memory, all of them loaded at opening. What IndexedDB has is always a state
//    that the files had in between two messages to the engine.
// 2. A flush only marks that everything so far is to be kept. It is written when the engine has
//    answered: one transaction with all that has changed in all files since the one before, so all of
//    it is kept or nothing. `settled` resolves when the browser says that it is on the disk.
// 3. One transaction is under way at a time; what is flushed meanwhile goes into the next.
// 4. Once a transaction has failed, nothing more is taken or written until `reload`.
import { hostError, type TunezError } from '../../wire/errors.ts';
import { ChunkedFile } from './chunked_file.ts';
import { suffixes } from './file_names.ts';
import { type OpenedStorage, status, type StoragePort } from './port.ts';

// What nobody flushes is kept nevertheless, after so many milliseconds.
const soon = 200;

// A page that was reloaded opens its database while the old one is still being ended.
const patience = 2_000;

/**
 * The files of a database, made if absent. Rejects with `storage_unavailable` where there is no
 * IndexedDB, and when another tab or worker has the database open.
 */
export async function openIndexedDb(name: string): Promise<OpenedStorage> {
  let release = (): void => undefined;
  try {
    release = await lock(name);
    const database = await connect(name);
    const files = new Files(name, database);
    await files.load();
    return {
      kind: 'indexeddb',
      port: files,
      name,
      mainHandle: 0,
      prepare: () => Promise.resolve(),
      settled: () => files.settled(),
      failure: () => files.failure(),
      reload: () => files.load(),
      isLost: () => files.isLost(),
      close: async () => {
        await files.end();
        database.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw unavailable(name, error);
  }
}

/** Whether there is a database of this name. */
export async function existsInIndexedDb(name: string): Promise<boolean> {
  try {
    const request = factory().open(databaseName(name));
    let isNew = false;
    request.onupgradeneeded = () => {
      isNew = true;
      request.transaction!.abort();
    };
    const database = await done(request).catch(() => null);
    database?.close();
    return database !== null && !isNew;
  } catch {
    return false;
  }
}

const databaseName = (name: string): string => `tunez:${name}`;

function factory(): IDBFactory {
  const { indexedDB } = globalThis as { indexedDB?: IDBFactory };
  if (indexedDB === undefined) throw new Error('this browser has no IndexedDB');
  return indexedDB;
}

function connect(name: string): Promise<IDBDatabase> {
  const request = factory().open(databaseName(name), 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('sizes');
    request.result.createObjectStore('chunks');
  };
  return done(request);
}

// Where there are no locks, whoever opens a database has to see to it that nobody else does.
function lock(name: string): Promise<() => void> {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  const locks = navigator?.locks;
  if (locks === undefined) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(patience);
    locks
      .request(
        databaseName(name),
        { signal },
        () => new Promise<void>((release) => resolve(release)),
      )
      .catch(() => reject(new HeldError()));
  });
}

class HeldError extends Error {}

function unavailable(name: string, error: unknown): TunezError {
  const reason = error instanceof HeldError ? 'another tab or worker has it open' : String(error);
  return hostError(
    'storage_unavailable',
    `the database indexeddb:${name} cannot be opened: ${reason}`,
    error,
  );
}

/** The port to a database's files. A handle of the port is an index of `suffixes`. */
class Files implements StoragePort {
  readonly #name: string;
  readonly #database: IDBDatabase;
  #files: ChunkedFile[] = [];
  readonly #isOpen = suffixes.map(() => false);
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  // What was flushed last is in this transaction, or in one before, whoever asked for it.
  #flushed: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failure: TunezError | undefined;
  #lost = false;

  constructor(name: string, database: IDBDatabase) {
    this.#name = name;
    this.#database = database;
    // The data of the site was cleared.
    database.onclose = () => {
      this.#lost = true;
      this.#failure = hostError('storage_failed', 'the browser has closed the database');
    };
  }

  /** Takes what IndexedDB has; what it has not is forgotten. */
  async load(): Promise<void> {
    await this.#writing.catch(() => undefined);
    const transaction = this.#database.transaction(['sizes', 'chunks']);
    const sizes = transaction.objectStore('sizes');
    const chunks = transaction.objectStore('chunks');
    this.#files = await Promise.all(
      suffixes.map(async (suffix) => {
        const range = IDBKeyRange.bound([suffix, 0], [suffix, Infinity]);
        const [size = 0, keys, values] = await Promise.all([
          done(sizes.get(suffix) as IDBRequest<number | undefined>),
          done(chunks.getAllKeys(range) as unknown as IDBRequest<[string, number][]>),
          done(chunks.getAll(range) as IDBRequest<Uint8Array<ArrayBuffer>[]>),
        ]);
        return new ChunkedFile(size, new Map(keys.map(([, index], at) => [index, values[at]!])));
      }),
    );
    this.#isDirty = false;
    this.#next = undefined;
    this.#flushed = this.#writing = Promise.resolve();
    if (!this.#lost) this.#failure = undefined;
  }

  isLost(): boolean {
    return this.#lost;
  }

  open(name: string, create: boolean): number {
    const handle = name.startsWith(this.#name)
      ? suffixes.indexOf(name.slice(this.#name.length))
      : -1;
    if (handle < 0) return status.denied;
    if (this.#isOpen[handle]) return status.busy;
    // That one is absent is said by its being empty.
    if (!create && this.#files[handle]!.size === 0) return status.notFound;
    this.#isOpen[handle] = true;
    return handle;
  }

  close(handle: number): number {
    this.#isOpen[handle] = false;
    return status.ok;
  }

  read(handle: number, bytes: Uint8Array, offset: number): number {
    return this.#files[handle]!.read(bytes, offset);
  }

  write(handle: number, bytes: Uint8Array, offset: number): number {
    return this.#change(() => this.#files[handle]!.write(bytes, offset), bytes.length);
  }

  truncate(handle: number, size: number): number {
    return this.#change(() => this.#files[handle]!.truncate(size), status.ok);
  }

  flush(): number {
    if (this.#failure !== undefined) return status.failed;
    if (this.#isDirty) this.#keep();
    return status.ok;
  }

  size(handle: number): number {
    return this.#files[handle]!.size;
  }

  settled(): Promise<void> {
    return this.#flushed;
  }

  failure(): TunezError | undefined {
    return this.#failure;
  }

  /** Keeps what there is, and writes no more. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#keepRest();
    await (this.#next ?? this.#writing).catch(() => undefined);
    this.#failure ??= hostError('not_open', 'the storage has been closed');
  }

  #change(change: () => void, result: number): number {
    if (this.#failure !== undefined) return status.failed;
    try {
      change();
    } catch {
      return status.full; // There is no memory.
    }
    this.#isDirty = true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#keepRest();
    }, soon);
    return result;
  }

  #keepRest(): void {
    if (this.#failure === undefined && this.#isDirty) this.#keep();
  }

  // The engine is not interrupted: when it is this promise's turn, its message has been answered.
  #keep(): void {
    if (this.#next !== undefined) return;
    const next = this.#writing.then(() => {
      this.#writing = next;
      this.#next = undefined;
      return this.#write();
    });
    // Whoever does not ask learns it from the next call.
    next.catch(() => undefined);
    this.#next = this.#flushed = next;
  }

  async #write(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#isDirty = false;
    try {
      const transaction = this.#database.transaction(['sizes', 'chunks'], 'readwrite', {
        durability: 'strict',
      });
      const completed = completion(transaction);
      this.#files.forEach((file, at) => putChanges(transaction, suffixes[at]!, file));
      await completed;
    } catch (error) {
      this.#failure ??= failure(error);
      throw this.#failure;
    }
  }
}

function putChanges(transaction: IDBTransaction, suffix: string, file: ChunkedFile): void {
  const changes = file.takeChanges();
  if (changes === null) return;
  const chunks = transaction.objectStore('chunks');
  transaction.objectStore('sizes').put(file.size, suffix);
  if (changes.goneFrom < Infinity)
    chunks.delete(IDBKeyRange.bound([suffix, changes.goneFrom], [suffix, Infinity]));
  for (const [index, bytes] of changes.chunks) chunks.put(bytes, [suffix, index]);
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(asError(transaction.error));
  });
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(asError(request.error));
  });
}

function asError(error: DOMException | null): Error {
  return error ?? new Error('the browser gave no reason');
}

function failure(error: unknown): TunezError {
  const isFull = (error as { name?: unknown } | null)?.name === 'QuotaExceededError';
  return isFull
    ? hostError('storage_full', 'the space that the browser allows is used up', error)
    : hostError(
        'storage_failed',
        `the browser could not keep what was written: ${String(error)}`,
        error,
      );
}

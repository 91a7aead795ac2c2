// Databases in the browser's private file system (OPFS), which belongs to the page's origin.
//
// 1. A database NAME is the folder tunez/NAME/ with files of fixed names: main, journal, wal and so on.
//    Without access handles, which are taken asynchronously, nothing can be read or written. The
//    handles of what is always needed are taken before the engine starts, the others when they are
//    asked for; while they are held, no other tab or worker gets one.
// 2. Access handles exist in dedicated workers only.
// 3. Files that were removed under their handles, as by clearing the data of the site, can still be written
//    on some systems. So it is looked whether they are there, now and then while they are written.
// 4. Chromium grants a file more room than it asks for, and takes none back while it is open: an emptied
//    reserve gives the log nothing. So while there is a reserve, the log may grow only as far as it
//    could be made larger still; without one, which is when something is deleted, it uses that up.
import { hostError, type TunezError } from '../../wire/errors.ts';
import { unlessAbandoned } from '../abandoned.ts';
import { eagerSuffixes, seldomSuffixes, suffixes } from './file_names.ts';
import { type OpenedStorage, status, type StoragePort } from './port.ts';

// In milliseconds, from a flush to the next look.
const watchfulness = 500;

// What the log could still grow by, and how much further is asked at once.
const logReserve = 1 << 20;

// A page that was reloaded opens its database while the worker of the old one is still being ended.
const patience = { attempts: 40, milliseconds: 50 };

// TypeScript's library has no types for what only workers have.
interface SyncAccessHandle {
  read(bytes: Uint8Array, options: { at: number }): number;
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  getSize(): number;
  close(): void;
}
interface FileHandle {
  createSyncAccessHandle?: () => Promise<SyncAccessHandle>;
}

/**
 * The files of a database, made if absent. Rejects with `storage_unavailable` where the browser has no
 * such file system, and when another tab or worker has the database open. `abandoned` ends it before it
 * takes them; what is being taken is waited for.
 */
export async function openOpfs(name: string, abandoned?: AbortSignal): Promise<OpenedStorage> {
  try {
    const folder = await unlessAbandoned(folderOf(name, true), abandoned);
    const handles = new Handles(name, () => exists(folder));
    handles.add(await acquireAll(folder, eagerSuffixes));
    return {
      kind: 'opfs',
      port: handles,
      name,
      mainHandle: 0,
      prepare: preparation(name, folder, handles),
      isLost: () => handles.isLost(),
      close: () => handles.closeAll(),
    };
  } catch (error) {
    throw unavailable(name, error);
  }
}

async function exists(folder: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    await folder.getFileHandle(fileNameOf(''));
    return true;
  } catch (error) {
    return nameOf(error) !== 'NotFoundError';
  }
}

// Whoever asks, the files are taken once.
function preparation(
  name: string,
  folder: FileSystemDirectoryHandle,
  handles: Handles,
): () => Promise<void> {
  let preparing: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    try {
      handles.add(await acquireAll(folder, seldomSuffixes));
    } catch (error) {
      preparing = undefined;
      throw unavailable(name, error);
    }
  };
  return () => (preparing ??= prepare());
}

/** Whether there is a database of this name, or `null` where the browser lets nobody have files. */
export async function findInOpfs(name: string): Promise<boolean | null> {
  try {
    if (lacksHandles()) return null;
    await folderOf(name, false);
    return true;
  } catch (error) {
    if (nameOf(error) === 'NotFoundError') return false;
    if (error instanceof MissingError || nameOf(error) === 'SecurityError') return null;
    throw unavailable(name, error);
  }
}

// A page never has them: what its browser's workers have is not known here.
function lacksHandles(): boolean {
  return (
    'DedicatedWorkerGlobalScope' in globalThis && !('FileSystemSyncAccessHandle' in globalThis)
  );
}

async function folderOf(name: string, create: boolean): Promise<FileSystemDirectoryHandle> {
  const root = await rootFolder();
  const tunez = await root.getDirectoryHandle('tunez', { create });
  return tunez.getDirectoryHandle(name, { create });
}

async function rootFolder(): Promise<FileSystemDirectoryHandle> {
  // Not in insecure contexts, and not in every browser.
  const { navigator } = globalThis as { navigator?: { storage?: Partial<StorageManager> } };
  const storage = navigator?.storage;
  if (storage?.getDirectory === undefined)
    throw new MissingError('this browser, or this page without https, has no private file system');
  return storage.getDirectory();
}

/** Handles by suffix. */
type Acquired = ReadonlyMap<string, SyncAccessHandle>;

async function acquireAll(
  folder: FileSystemDirectoryHandle,
  wanted: readonly string[],
): Promise<Acquired> {
  const handles = new Map<string, SyncAccessHandle>();
  const outcomes = await Promise.allSettled(
    wanted.map(async (suffix) => handles.set(suffix, await acquire(folder, fileNameOf(suffix)))),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return handles;
  for (const handle of handles.values()) handle.close();
  throw failure.reason;
}

function fileNameOf(suffix: string): string {
  return suffix === '' ? 'main' : suffix.slice(1);
}

async function acquire(folder: FileSystemDirectoryHandle, name: string): Promise<SyncAccessHandle> {
  const file = (await folder.getFileHandle(name, { create: true })) as FileHandle;
  if (typeof file.createSyncAccessHandle !== 'function')
    throw new MissingError(
      'files can only be opened from a dedicated worker; see serve() and connect()',
    );
  for (let attempt = 1; ; attempt++) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (nameOf(error) !== heldElsewhere || attempt === patience.attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, patience.milliseconds));
    }
  }
}

/** The browser lacks something, and this is what to say about it. */
class MissingError extends Error {}

const heldElsewhere = 'NoModificationAllowedError';

function unavailable(name: string, error: unknown): TunezError {
  return hostError(
    'storage_unavailable',
    `the database opfs:${name} cannot be opened: ${reasonOf(error)}`,
    error,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof MissingError) return error.message;
  switch (nameOf(error)) {
    case heldElsewhere:
      return 'another tab or worker has it open';
    case 'QuotaExceededError':
      return 'the space that the browser allows is used up';
    case 'SecurityError':
      return 'the browser does not allow storage on this page, as in some private windows';
    case 'TypeError':
      return 'its name is not one of a file';
    default:
      return String(error);
  }
}

const log = suffixes.indexOf('-wal');
const reserve = suffixes.indexOf('-reserve');

/** The port to a database's files. A handle of the port is an index of `suffixes`. */
class Handles implements StoragePort {
  readonly #name: string;
  readonly #handles: (SyncAccessHandle | undefined)[] = suffixes.map(() => undefined);
  readonly #isOpen = suffixes.map(() => false);
  readonly #stillExist: () => Promise<boolean>;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #lost = false;
  #closed = false;
  // The size to which the log can surely grow.
  #logRoom = 0;

  constructor(name: string, stillExist: () => Promise<boolean>) {
    this.#name = name;
    this.#stillExist = stillExist;
  }

  add(acquired: Acquired): void {
    for (const [suffix, handle] of acquired)
      if (this.#closed) handle.close();
      else this.#handles[suffixes.indexOf(suffix)] = handle;
  }

  isLost(): boolean {
    return this.#lost;
  }

  // The files always exist: that one is absent is said by its being empty.
  open(name: string): number {
    const handle = name.startsWith(this.#name)
      ? suffixes.indexOf(name.slice(this.#name.length))
      : -1;
    if (handle < 0) return status.denied;
    if (this.#handles[handle] === undefined) return status.notReady;
    if (this.#isOpen[handle]) return status.busy;
    this.#isOpen[handle] = true;
    return handle;
  }

  close(handle: number): number {
    this.#isOpen[handle] = false;
    return status.ok;
  }

  read(handle: number, bytes: Uint8Array, offset: number): number {
    return this.#attempt(() => this.#handles[handle]!.read(bytes, { at: offset }), bytes.length);
  }

  write(handle: number, bytes: Uint8Array, offset: number): number {
    return this.#attempt(() => {
      if (handle === log) this.#keepRoom(offset + bytes.length);
      return this.#handles[handle]!.write(bytes, { at: offset });
    }, bytes.length);
  }

  truncate(handle: number, size: number): number {
    return this.#attempt(() => this.#handles[handle]!.truncate(size));
  }

  flush(handle: number): number {
    this.#watch ??= setTimeout(() => void this.#look(), watchfulness);
    return this.#attempt(() => this.#handles[handle]!.flush());
  }

  size(handle: number): number {
    return this.#attempt(() => this.#handles[handle]!.getSize(), Number.MAX_SAFE_INTEGER);
  }

  closeAll(): void {
    this.#closed = true;
    clearTimeout(this.#watch);
    for (const handle of this.#handles) handle?.close();
  }

  async #look(): Promise<void> {
    const found = await this.#stillExist();
    this.#watch = undefined;
    this.#lost ||= !found && !this.#closed;
  }

  #keepRoom(end: number): void {
    if (end + logReserve <= this.#logRoom || !this.#handles[reserve]?.getSize()) return;
    const file = this.#handles[log]!;
    const size = file.getSize();
    const room = end + 2 * logReserve;
    file.truncate(room);
    file.truncate(size);
    this.#logRoom = room;
  }

  /** What a call gives, from 0 to `most`, or the status for what it threw. */
  #attempt(call: () => unknown, most?: number): number {
    if (this.#lost) return status.failed;
    try {
      const result = call();
      if (most === undefined && result === undefined) return status.ok;
      // In old browsers some of them are asynchronous.
      if (most === undefined || typeof result !== 'number') return status.failed;
      return result <= most ? result : this.#failure(result);
    } catch (error) {
      const name = nameOf(error);
      this.#lost = name === 'InvalidStateError' || name === 'NotFoundError';
      return name === 'QuotaExceededError' ? status.full : status.failed;
    }
  }

  // Chromium gives the number of an error, which is negative, as if it were unsigned.
  #failure(result: number): number {
    const error = BigInt.asIntN(32, BigInt(result));
    this.#lost = error === notFound || result > Number.MAX_SAFE_INTEGER;
    return error === noSpace ? status.full : status.failed;
  }
}

// FILE_ERROR_NOT_FOUND and FILE_ERROR_NO_SPACE.
const notFound = -4n;
const noSpace = -8n;

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | null)?.name);
}

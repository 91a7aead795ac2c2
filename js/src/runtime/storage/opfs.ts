// Databases in the browser's private file system (OPFS), which belongs to the page's origin.
//
// 1. A database NAME is the folder tunez/NAME/ with the fixed files main, journal and wal. Their access
//    handles, without which nothing can be read or written synchronously, are all taken before the
//    engine starts; while they are held, no other tab or worker gets one.
// 2. Access handles exist in dedicated workers only.
import { hostError, type TunezError } from '../../wire/errors.ts';
import { type OpenedStorage, status, type StoragePort } from './port.ts';

const fileNames = ['main', 'journal', 'wal'] as const;

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
 * such file system, and when another tab or worker has the database open.
 */
export async function openOpfs(name: string): Promise<OpenedStorage> {
  try {
    const folder = await folderOf(name);
    const handles = await acquireAll(folder);
    return {
      port: new Handles(name, handles),
      name,
      close: () => closeAll(handles),
    };
  } catch (error) {
    throw unavailable(name, error);
  }
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  // Not in insecure contexts, and not in every browser.
  const { navigator } = globalThis as { navigator?: { storage?: Partial<StorageManager> } };
  const storage = navigator?.storage;
  if (storage?.getDirectory === undefined)
    throw new MissingError('this browser, or this page without https, has no private file system');
  const root = await storage.getDirectory();
  const tunez = await root.getDirectoryHandle('tunez', { create: true });
  return tunez.getDirectoryHandle(name, { create: true });
}

async function acquireAll(folder: FileSystemDirectoryHandle): Promise<SyncAccessHandle[]> {
  const outcomes = await Promise.allSettled(fileNames.map((file) => acquire(folder, file)));
  const handles = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? [outcome.value] : [],
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return handles;
  closeAll(handles);
  throw failure.reason;
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

function closeAll(handles: readonly SyncAccessHandle[]): void {
  for (const handle of handles) handle.close();
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

/** The port to a database's three files. A handle of the port is an index of `fileNames`. */
class Handles implements StoragePort {
  readonly #names: readonly string[];
  readonly #handles: readonly SyncAccessHandle[];
  readonly #isOpen = fileNames.map(() => false);

  constructor(name: string, handles: readonly SyncAccessHandle[]) {
    this.#names = [name, `${name}-journal`, `${name}-wal`];
    this.#handles = handles;
  }

  // The files always exist: that one is absent is said by its being empty.
  open(name: string): number {
    const handle = this.#names.indexOf(name);
    if (handle < 0) return status.denied;
    if (this.#isOpen[handle]) return status.busy;
    this.#isOpen[handle] = true;
    return handle;
  }

  close(handle: number): number {
    this.#isOpen[handle] = false;
    return status.ok;
  }

  read(handle: number, bytes: Uint8Array, offset: number): number {
    return attempt(() => this.#handles[handle]!.read(bytes, { at: offset }));
  }

  write(handle: number, bytes: Uint8Array, offset: number): number {
    return attempt(() => {
      const moved = this.#handles[handle]!.write(bytes, { at: offset });
      // Chromium gives the number of an error, which is negative, as if it were unsigned.
      if (moved > bytes.length) return moved === noSpace ? status.full : status.failed;
      return moved;
    });
  }

  truncate(handle: number, size: number): number {
    return attempt(() => this.#handles[handle]!.truncate(size));
  }

  flush(handle: number): number {
    return attempt(() => this.#handles[handle]!.flush());
  }

  size(handle: number): number {
    return attempt(() => this.#handles[handle]!.getSize());
  }
}

// FILE_ERROR_NO_SPACE, −8.
const noSpace = 2 ** 32 - 8;

/** What a call gives, or the status for what it threw. */
function attempt(call: () => unknown): number {
  try {
    const result = call();
    return typeof result === 'number' ? result : status.ok;
  } catch (error) {
    return nameOf(error) === 'QuotaExceededError' ? status.full : status.failed;
  }
}

function nameOf(error: unknown): string {
  return String((error as { name?: unknown } | null)?.name);
}

// Databases in files of the operating system.
//
// A database at PATH has the files PATH, PATH-journal and PATH-wal, as SQLite names them, so that any
// SQLite can open it, and beside them PATH-manifest and so on. Each is made when it is first opened. An
// empty one counts as absent, and is removed on closing, but for PATH itself.
//
// A file that was deleted or replaced under its descriptor can still be read and written, and nobody finds
// what is written to it. So it is looked whether it is there, now and then while requests are made.
import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hostError, type TunezError } from '../../wire/errors.ts';
import { suffixes } from './file_names.ts';
import { exclusiveFlags, type FileLock, lockFile } from './file_lock.ts';
import { type OpenedStorage, status, type StoragePort } from './port.ts';

/**
 * The files of a database at a path, made if absent and locked against every other process. Rejects
 * with `storage_unavailable`, saying why.
 */
export async function openFiles(path: string): Promise<OpenedStorage> {
  const main = openMain(path);
  let lock: FileLock | undefined;
  try {
    lock = await lockFile(main);
  } catch (error) {
    closeSync(main);
    throw unavailable(path, error);
  }
  const files = new Files(realpathSync(path), main);
  return {
    kind: 'file',
    port: files,
    name: files.name,
    mainHandle: main,
    prepare: () => Promise.resolve(),
    isLost: () => files.isLost(),
    close: () => {
      files.closeAll();
      lock.release();
    },
  };
}

function openMain(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT | exclusiveFlags, 0o644);
  } catch (error) {
    throw unavailable(path, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'reading or writing it is not permitted',
  EPERM: 'reading or writing it is not permitted',
  EROFS: 'it is on a file system that cannot be written',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  EAGAIN: 'it is open in another process, or twice in this one',
  EBUSY: 'it is open in another process, or twice in this one',
  EADDRINUSE: 'it is open in another process, or twice in this one',
};

function unavailable(path: string, error: unknown): TunezError {
  const reason = reasons[codeOf(error)] ?? String(error);
  return hostError(
    'storage_unavailable',
    `the database ${path} cannot be opened: ${reason}`,
    error,
  );
}

// In milliseconds, from one look to the next.
const watchfulness = 500;

/** The port to a database's files. */
class Files implements StoragePort {
  readonly name: string;
  readonly #folder: string;
  readonly #main: number;
  // The descriptors are the handles.
  readonly #open = new Map<string, number>();
  #nextLook = performance.now() + watchfulness;
  #lost = false;

  constructor(path: string, main: number) {
    this.name = basename(path);
    this.#folder = dirname(path);
    this.#main = main;
  }

  isLost(): boolean {
    const now = performance.now();
    if (this.#lost || now < this.#nextLook) return this.#lost;
    this.#nextLook = now + watchfulness;
    this.#lost = !isAt(join(this.#folder, this.name), this.#main);
    return this.#lost;
  }

  open(name: string, create: boolean): number {
    if (!this.#isOurs(name)) return status.denied;
    if (this.#open.has(name)) return status.busy;
    return attempt(() => {
      const descriptor = name === this.name ? this.#main : this.#openCompanion(name, create);
      this.#open.set(name, descriptor);
      return descriptor;
    });
  }

  // The main file stays open, because it is locked.
  close(handle: number): number {
    for (const [name, descriptor] of this.#open) if (descriptor === handle) this.#open.delete(name);
    if (handle === this.#main) return status.ok;
    return attempt(() => closeSync(handle));
  }

  read(handle: number, bytes: Uint8Array, offset: number): number {
    return attempt(() => readSync(handle, bytes, 0, bytes.length, offset));
  }

  write(handle: number, bytes: Uint8Array, offset: number): number {
    return attempt(() => writeSync(handle, bytes, 0, bytes.length, offset));
  }

  truncate(handle: number, size: number): number {
    return attempt(() => ftruncateSync(handle, size));
  }

  flush(handle: number): number {
    return attempt(() => fdatasyncSync(handle));
  }

  size(handle: number): number {
    return attempt(() => fstatSync(handle).size);
  }

  closeAll(): void {
    for (const descriptor of this.#open.values())
      if (descriptor !== this.#main) attempt(() => closeSync(descriptor));
    this.#open.clear();
    attempt(() => closeSync(this.#main));
    for (const suffix of companions) this.#removeIfEmpty(join(this.#folder, this.name + suffix));
  }

  #isOurs(name: string): boolean {
    return suffixes.some((suffix) => name === this.name + suffix);
  }

  #openCompanion(name: string, create: boolean): number {
    const path = join(this.#folder, name);
    const isNew = create && !existsSync(path);
    const descriptor = openSync(path, constants.O_RDWR | (create ? constants.O_CREAT : 0), 0o644);
    if (isNew) flushFolder(this.#folder);
    return descriptor;
  }

  #removeIfEmpty(path: string): void {
    attempt(() => {
      if (statSync(path).size === 0) rmSync(path);
    });
  }
}

/** Whether a path still leads to an open file. Where nobody can say, it does. */
function isAt(path: string, descriptor: number): boolean {
  try {
    const [there, open] = [
      statSync(path, { bigint: true }),
      fstatSync(descriptor, { bigint: true }),
    ];
    return there.ino === open.ino && there.dev === open.dev;
  } catch (error) {
    return codeOf(error) !== 'ENOENT';
  }
}

const companions = suffixes.filter((suffix) => suffix !== '');

// A file is only as durable as its entry in the folder. Windows has no such call, and does without.
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What a call gives, or the status for what it threw. */
function attempt(call: () => unknown): number {
  try {
    const result = call();
    return typeof result === 'number' ? result : status.ok;
  } catch (error) {
    return statuses[codeOf(error)] ?? status.failed;
  }
}

const statuses: Readonly<Record<string, number>> = {
  ENOENT: status.notFound,
  EAGAIN: status.busy,
  EBUSY: status.busy,
  ENOSPC: status.full,
  EDQUOT: status.full,
  EFBIG: status.full,
  EACCES: status.denied,
  EPERM: status.denied,
  EROFS: status.denied,
};

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code);
}

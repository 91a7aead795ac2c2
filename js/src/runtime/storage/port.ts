// The files behind a database, as the engine sees them (core/host/storage_port.h, wasm/storage_port.cc).

import type { TunezError } from '../../wire/errors.ts';

/** Seven synchronous calls on named files. Offsets and sizes are bytes and may exceed 2^31. */
export interface StoragePort {
  /** A handle ≥ 0, or a negative status. */
  open(name: string, create: boolean): number;
  close(handle: number): number;
  /** The number of bytes read into `bytes`, or a negative status. */
  read(handle: number, bytes: Uint8Array, offset: number): number;
  /** The number of bytes written, or a negative status. */
  write(handle: number, bytes: Uint8Array, offset: number): number;
  truncate(handle: number, size: number): number;
  flush(handle: number): number;
  /** The size, or a negative status. */
  size(handle: number): number;
}

/** The answers of a port that are not numbers of bytes or handles. */
export const status = {
  ok: 0,
  notFound: -1,
  busy: -2,
  full: -3,
  denied: -4,
  failed: -5,
  /** A file that is seldom needed, and was not taken yet: see `OpenedStorage.prepare`. */
  notReady: -6,
} as const;

/** Where a database lives that is kept. */
export type StorageKind = 'opfs' | 'indexeddb' | 'file';

/** A storage, opened: the port to hand to the engine, and the name of the database in it. */
export interface OpenedStorage {
  readonly kind: StorageKind;
  readonly port: StoragePort;
  readonly name: string;
  /** The port's handle of the main file, for the host to read by while the engine has it open. */
  readonly mainHandle: number;
  /** Takes the files that are seldom needed. After it no file is `notReady`. */
  prepare(): Promise<void>;
  /**
   * Where a flush only marks what is to be kept: resolves when all that was flushed so far is kept.
   * Rejects, with what is to be told, when it could not be.
   */
  settled?(): Promise<void>;
  /** Once something could not be kept, flushed or not: nothing more can be written until `reload`. */
  failure?(): TunezError | undefined;
  /** Takes back what was not kept. The engine must have closed the database. */
  reload?(): Promise<void>;
  /** Whether the files were taken away while they were open, as by clearing the data of the site. */
  isLost?(): boolean;
  /** Gives the storage free for others. */
  close(): Promise<void> | void;
}

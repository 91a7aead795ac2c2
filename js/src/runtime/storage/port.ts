// The files behind a database, as the engine sees them (core/host/storage_port.h, wasm/storage_port.cc).

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
  /** The file has to be taken asynchronously first. */
  notReady: -6,
} as const;

/** A storage, opened: the port to hand to the engine, and the name of the database in it. */
export interface OpenedStorage {
  readonly port: StoragePort;
  readonly name: string;
  /** Gives the storage free for others. */
  close(): void;
}

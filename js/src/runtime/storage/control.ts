// What is asked about the storage itself, and not about records: carried out where the engine is.
//
// The engine decides and verifies; here bytes are moved between it and the caller.
import { hostError, type TunezError } from '../../wire/errors.ts';
import type { SessionEngine } from '../engine.ts';
import { camelKeysDeep } from '../../wire/names.ts';
import {
  type Answer,
  type ControlAnswer,
  type ControlRequest,
  type Request,
  valueOf,
} from '../../wire/transport.ts';
import { type OpenedStorage, status } from './port.ts';

/** What the outside says about the place where a database lives. */
export interface StorageFacts {
  /** Whether it is kept until somebody deletes it. */
  readonly persisted: boolean;
  /** Bytes that can still be written; `null` where nobody says. */
  readonly available: number | null;
}

/** What the control works on. */
export interface Controlled {
  /** `null`: memory. */
  readonly storage: OpenedStorage | null;
  readonly migrations: readonly unknown[];
  readonly engine: SessionEngine;
  /** As the engine's, but that it waits for what has to be waited for. */
  send(message: Request): Answer | Promise<Answer>;
  facts(): Promise<StorageFacts>;
}

// Written and read in pieces of this size.
const piece = 4 << 20;

/** The storage of one open database. */
export class StorageControl {
  readonly #of: Controlled;

  constructor(controlled: Controlled) {
    this.#of = controlled;
  }

  /** Rejects with what the engine answers, `storage_full` and others. */
  async run(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer> {
    switch (request.op) {
      case 'status':
        return { value: await this.#status() };
      case 'backup':
        return { value: await this.#backup() };
      case 'backups':
        return { value: await this.#ask({ op: 'backups' }) };
      case 'restore':
        return { value: await this.#replace({ op: 'restore_backup', slot: request.slot }) };
      case 'deleteBackup':
        return { value: await this.#ask({ op: 'delete_backup', slot: request.slot }) };
      case 'deleteKept':
        return { value: await this.#ask({ op: 'delete_kept', slot: request.slot }) };
      case 'readKept':
        return this.#readKept(request.slot);
      case 'export':
        return this.#export();
      case 'import':
        return { value: await this.#import(new Uint8Array(bytes ?? new ArrayBuffer())) };
    }
  }

  async #ask(message: Request): Promise<unknown> {
    const value = valueOf(await this.#of.send(message));
    // Keyed by tables.
    return camelKeysDeep(value, ['rows']);
  }

  async #status(): Promise<unknown> {
    const { storage } = this.#of;
    const [told, facts] = await Promise.all([
      this.#ask({ op: 'storage_status' }),
      this.#of.facts(),
    ]);
    return {
      ...(told as object),
      ...facts,
      kind: storage?.kind ?? 'memory',
      lost: storage?.isLost?.() === true,
    };
  }

  async #backup(): Promise<unknown> {
    const { slot } = (await this.#ask({ op: 'backup' })) as { slot: number };
    const all = (await this.#ask({ op: 'backups' })) as { slot: number }[];
    return all.find((backup) => backup.slot === slot);
  }

  async #replace(message: Request): Promise<unknown> {
    const { migrations } = this.#of;
    const { version, applied } = (await this.#ask({ ...message, migrations })) as {
      version: unknown;
      applied: unknown;
    };
    return { version, applied };
  }

  // Between the answer and the last byte nothing else runs: it is one state of the database.
  #export(): ControlAnswer {
    const { storage, engine } = this.#of;
    const where = valueOf(engine.request({ op: 'export' })) as {
      readonly address?: number;
      readonly size: number;
    };
    const bytes =
      storage === null
        ? engine.copyOf(where.address!, where.size)
        : read(storage, storage.mainHandle, where.size);
    // Versions of the format: without a log beside it, so that it can be read where nobody may write.
    bytes.fill(1, 18, 20);
    return { value: null, bytes: bytes.buffer };
  }

  async #import(bytes: Uint8Array): Promise<unknown> {
    const { storage } = this.#of;
    if (storage === null)
      throw hostError('not_supported', 'a database in memory cannot be replaced by a file');
    await storage.prepare();
    putForImport(storage, bytes);
    // From now on the file is the engine's, which may have to finish what it has begun.
    return this.#replace({ op: 'import' });
  }

  async #readKept(slot: number): Promise<ControlAnswer> {
    const { storage } = this.#of;
    if (storage === null) throw hostError('not_supported', 'a database in memory keeps nothing');
    await storage.prepare();
    const files = ['', '-wal', '-journal'].flatMap((suffix) => {
      const name = `kept-${slot}${suffix}`;
      const contents = contentsOf(storage, `${storage.name}-${name}`);
      return contents.length === 0 ? [] : [{ name, contents }];
    });
    const all = new Uint8Array(files.reduce((sum, { contents }) => sum + contents.length, 0));
    let end = 0;
    for (const { contents } of files) {
      all.set(contents, end);
      end += contents.length;
    }
    const value = files.map(({ name, contents }) => ({ name, size: contents.length }));
    return { value, bytes: all.buffer };
  }
}

function contentsOf(storage: OpenedStorage, name: string): Uint8Array {
  const handle = storage.port.open(name, false);
  if (handle === status.notFound) return new Uint8Array();
  required(handle);
  try {
    return read(storage, handle, required(storage.port.size(handle)));
  } finally {
    storage.port.close(handle);
  }
}

function read({ port }: OpenedStorage, handle: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += piece) {
    const part = bytes.subarray(at, at + piece);
    if (required(port.read(handle, part, at)) !== part.length) throw failure(status.failed);
  }
  return bytes;
}

// What could not be put there as a whole gives its room back.
function putForImport({ port, name }: OpenedStorage, bytes: Uint8Array): void {
  const handle = required(port.open(`${name}-import`, true));
  try {
    required(port.truncate(handle, 0));
    for (let at = 0; at < bytes.length; at += piece) {
      const part = bytes.subarray(at, at + piece);
      if (required(port.write(handle, part, at)) !== part.length) throw failure(status.failed);
    }
    required(port.flush(handle));
  } catch (error) {
    port.truncate(handle, 0);
    throw error;
  } finally {
    port.close(handle);
  }
}

/** What a call of the port gave, if it is no failure. */
function required(result: number): number {
  if (result < 0) throw failure(result);
  return result;
}

function failure(result: number): TunezError {
  return result === status.full
    ? hostError('storage_full', 'there is not enough room for this file')
    : hostError('storage_failed', 'a file of the database could not be read or written');
}

// `tunez.storage`: where the data lives, and copies of it.
import { hostError } from '../wire/errors.ts';
import type { Durability } from './session.ts';
import type { ControlAnswer, ControlRequest, Transport } from '../wire/transport.ts';

/** A copy of the whole database, beside it. */
export interface Backup {
  /** What it is restored by. */
  readonly slot: number;
  /** When it was made; ISO 8601, UTC. */
  readonly at: string;
  /** Bytes. */
  readonly size: number;
  /** Of the newest migration in it. */
  readonly version: string;
}

/** What could not be read, and was set aside as it was. */
export interface Kept {
  /** What it is read and deleted by. */
  readonly slot: number;
  /** When it was set aside; ISO 8601, UTC. */
  readonly at: string;
  /** What was wrong with it. */
  readonly reason: string;
  /** Bytes. */
  readonly size: number;
}

/** What came of putting another database in the place of this one. */
export interface Replacement {
  /** The newest migration; `null` where there are none. */
  readonly version: string | null;
  /** The migrations that it lacked, and that were run. */
  readonly applied: readonly string[];
}

/** A file of what was set aside. SQLite takes those that end in `-wal` and `-journal` for parts of the other. */
export interface KeptFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What took the place of a database that could not be read. */
export interface Recovery {
  /** What was wrong. */
  readonly reason: string;
  /** The newest backup that is whole, or the rows that could still be read. */
  readonly from: 'backup' | 'rows';
  /** The backup's slot. */
  readonly backup?: number;
  /** How many rows there are of each table. */
  readonly rows?: Readonly<Record<string, number>>;
  /** How many rows were read, but belonged to others that are gone. */
  readonly lost?: number;
  /** Where the old bytes are: the slot of what was set aside. */
  readonly kept: number;
}

/** What opening found, and what it did about it. */
export interface StorageReport {
  /** Whether the database was settled when it was left. After a crash or a closed tab it need not be. */
  readonly wasClean: boolean;
  /** Whether its pages were checked, because it was not. */
  readonly checked: boolean;
  /** Present where it could not be read. */
  readonly recovered?: Recovery;
  /** The slot of the backup that was made before migrations ran. */
  readonly backup?: number;
}

/** Where the data lives and how safe it is there. */
export interface StorageStatus {
  /** A browser's files (OPFS) or its IndexedDB, a file of the operating system, or memory. */
  readonly kind: 'opfs' | 'indexeddb' | 'file' | 'memory';
  readonly durability: Durability;
  /** Whether it is kept until somebody deletes it. `false`: a browser may clear it when space runs out. */
  readonly persisted: boolean;
  /** Bytes of the database, without what was written last. */
  readonly size: number;
  /** Bytes of what was written last. */
  readonly logSize: number;
  /** Bytes that can still be written; `null` where nobody says. */
  readonly available: number | null;
  /** Whether some room is held back, so that a full storage can still delete. */
  readonly reserve: boolean;
  /** Whether everything is where it will stay: when nothing was written for a while. */
  readonly clean: boolean;
  /** Whether the files were removed while they were open, as by clearing the data of the site. */
  readonly lost: boolean;
  /** Backups, oldest first. */
  readonly backups: readonly Backup[];
  /** What was set aside, oldest first. */
  readonly kept: readonly Kept[];
  /** What opening found. */
  readonly report: StorageReport;
}

/** The storage of an open database, as `tunez.storage`. */
export class TunezStorage {
  /** What `open` or `connect` was told: `'opfs:music'`, `':memory:'`, a path. */
  readonly name: string;
  readonly #transport: Transport;

  /** Made by `open` and `connect`. */
  constructor(name: string, transport: Transport) {
    this.name = name;
    this.#transport = transport;
  }

  /** Where the data lives, whether it may be cleared, and what opening found. */
  async status(): Promise<StorageStatus> {
    return this.#value({ op: 'status' });
  }

  /**
   * Asks the browser to keep the data until somebody deletes it, and resolves to whether it will.
   * Browsers may ask the user, and agree more readily once a site is used often.
   */
  async persist(): Promise<boolean> {
    const { kind, persisted } = await this.status();
    if (persisted || kind === 'memory') return persisted;
    const { navigator } = globalThis as { navigator?: { storage?: Partial<StorageManager> } };
    // Pages can ask, workers cannot.
    return (await navigator?.storage?.persist?.()) ?? false;
  }

  /** Copies the database into one of its three places for backups: a free one, or that of the oldest. */
  async backup(): Promise<Backup> {
    return this.#value({ op: 'backup' });
  }

  /** The backups, oldest first. One is also made before migrations run, and before all is replaced. */
  async backups(): Promise<readonly Backup[]> {
    return this.#value({ op: 'backups' });
  }

  /**
   * Puts a backup in the place of all data, which is backed up before. The backup is verified, and
   * brought up to the newest migration, before anything is replaced.
   */
  async restore(slot: number): Promise<Replacement> {
    return this.#value({ op: 'restore', slot });
  }

  /** Deletes a backup. */
  async deleteBackup(slot: number): Promise<void> {
    await this.#control({ op: 'deleteBackup', slot });
  }

  /** The whole database as a SQLite file. */
  async export(): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = await this.#control({ op: 'export' });
    return new Uint8Array(bytes!);
  }

  /**
   * Puts a SQLite file that was exported in the place of all data, which is backed up before. The file
   * is verified, and brought up to the newest migration, before anything is replaced. Rejects with
   * `storage_foreign` for a file of another application, `storage_corrupt`, `schema_too_new` and
   * `storage_full`.
   */
  async import(file: Uint8Array): Promise<Replacement> {
    const { value } = await this.#control({ op: 'import' }, file.slice().buffer);
    return value as Replacement;
  }

  /** What could not be read and was set aside, oldest first. It stays until it is deleted. */
  async kept(): Promise<readonly Kept[]> {
    return (await this.status()).kept;
  }

  /** The files of what was set aside, as they were. */
  async readKept(slot: number): Promise<readonly KeptFile[]> {
    const { value, bytes } = await this.#control({ op: 'readKept', slot });
    let end = 0;
    return (value as readonly { name: string; size: number }[]).map(({ name, size }) => ({
      name,
      bytes: new Uint8Array(bytes!.slice(end, (end += size))),
    }));
  }

  /** Deletes what was set aside. */
  async deleteKept(slot: number): Promise<void> {
    await this.#control({ op: 'deleteKept', slot });
  }

  async #value<Value>(request: ControlRequest): Promise<Value> {
    return (await this.#control(request)).value as Value;
  }

  async #control(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer> {
    if (this.#transport.control === undefined)
      throw hostError('not_supported', 'nothing can be said about the storage here');
    return this.#transport.control(request, bytes);
  }
}

// Opening a database whose engine runs in this thread.
import type { AnyDomain } from '../definition/domain.ts';
import { SessionEngine } from '../runtime/engine.ts';
import type { OpenedStorage } from '../runtime/storage/port.ts';
import type { Transport } from '../wire/transport.ts';
import { GroupCommit } from './group_commit.ts';
import type { Migration } from './migrations.ts';
import { attachEngine } from './registry.ts';
import { beginSession, type Durability, memory } from './session.ts';
import { Tunez, type TunezOf } from './tunez.ts';

/** Options of `open`. */
export interface OpenOptions<Ds extends readonly AnyDomain[]> {
  /** The domains whose resources live in this database. */
  readonly domains: Ds;
  /** `':memory:'`, or in Node the path of a file. */
  readonly storage: string;
  /**
   * The migrations, oldest first; those not applied yet are applied. Without them, a database in
   * memory gets the tables of the definition.
   */
  readonly migrations?: readonly Migration[];
  readonly durability?: Durability;
}

/** What opening needs to know about where it runs. */
export interface Platform {
  /** The compiled engine. */
  compile(): Promise<WebAssembly.Module>;
  /** The files of a storage, or `null` for memory. Rejects with `storage_unavailable`. */
  openPort(storage: string): Promise<OpenedStorage | null>;
}

/** `open` for a platform. */
export async function openOn<const Ds extends readonly AnyDomain[]>(
  platform: Platform,
  options: OpenOptions<Ds>,
): Promise<TunezOf<Ds>> {
  const { engine, close } = await startSession(platform, options);
  const waits = options.storage !== memory && options.durability !== 'relaxed';
  const commits = waits ? new GroupCommit(engine) : undefined;
  const transport: Transport = {
    request: commits
      ? (message) => commits.acknowledged(engine.send(message))
      : (message) => engine.send(message),
    prepare: (message) => engine.prepare(message),
    close: () => {
      commits?.end();
      close();
    },
  };
  const tunez = new Tunez(options.domains, transport, options.storage, () => detach());
  const detach = attachEngine(tunez.resources.values(), (description) =>
    engine.evaluate(description),
  );
  return tunez as TunezOf<Ds>;
}

/** An engine with its storage open, and how to close both. */
export async function startSession(
  platform: Platform,
  options: OpenOptions<readonly AnyDomain[]> & {
    readonly allowSql?: boolean;
    readonly migrate?: boolean;
  },
): Promise<{ engine: SessionEngine; close: () => void }> {
  const [wasm, files] = await Promise.all([platform.compile(), platform.openPort(options.storage)]);
  const close = (engine?: SessionEngine): void => {
    try {
      engine?.request({ op: 'close' });
      engine?.close();
    } finally {
      files?.close();
    }
  };
  let engine: SessionEngine | undefined;
  try {
    engine = await SessionEngine.start({
      wasm,
      port: files?.port ?? null,
      allowSql: options.allowSql ?? false,
    });
    beginSession(engine, { ...options, storage: files?.name ?? options.storage });
  } catch (error) {
    files?.close();
    throw error;
  }
  const started = engine;
  let isClosed = false;
  return {
    engine: started,
    close: () => {
      if (isClosed) return;
      isClosed = true;
      close(started);
    },
  };
}

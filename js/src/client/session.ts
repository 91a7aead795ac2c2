// What opening a database comes to, whichever thread the engine is in.
import type { AnyDomain } from '../definition/domain.ts';
import { definitionMessage } from '../definition/message/definition.ts';
import type { SessionEngine } from '../runtime/engine.ts';
import { valueOf } from '../wire/transport.ts';
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
}

/** Hands the engine its definition and opens the storage. */
export function beginSession(engine: SessionEngine, options: SessionOptions): void {
  const { domains, storage, migrations, durability, migrate } = options;
  const definition = definitionMessage(domains, engine.callbacks.register);
  valueOf(engine.request({ op: 'define', definition }));
  valueOf(
    engine.request({
      op: 'open',
      storage,
      migrations: migrations ?? (storage === memory ? [firstMigration(engine)] : []),
      ...(durability && { durability }),
      ...(migrate === false && { migrate }),
    }),
  );
}

// Without migrations, a database that lives in memory gets the tables of the definition.
function firstMigration(engine: SessionEngine): Migration {
  const diff = valueOf(engine.request({ op: 'diff', from: {}, options: {} })) as Migration;
  return { version: '00000000000000', name: 'definition', up: diff.up, down: diff.down };
}

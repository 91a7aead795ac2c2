// `tunez migrate`, `rollback` and `status`: the migrations of the folder, and the database's own.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadProject, type Project } from './config.ts';
import { type Ask, withDatabase } from './engine.ts';
import { readMigrations } from './files.ts';

interface Options {
  readonly config?: string;
}

/** Applies what is pending. */
export async function migrate(options: Options & { readonly to?: string }): Promise<void> {
  await onDatabase(options, (ask, migrations) => {
    const { applied } = ask('migrate', { migrations, ...(options.to && { to: options.to }) }) as {
      applied: readonly string[];
    };
    tell('Applied', applied, 'Nothing is pending.');
  });
}

/** Undoes the newest. */
export async function rollback(
  options: Options & { readonly steps: number; readonly to?: string },
): Promise<void> {
  await onDatabase(options, (ask, migrations) => {
    const how = options.to === undefined ? { steps: options.steps } : { to: options.to };
    const { rolled_back } = ask('rollback', { migrations, ...how }) as {
      rolled_back: readonly string[];
    };
    tell('Rolled back', rolled_back, 'There is nothing to roll back.');
  });
}

interface StatusRow {
  readonly version: string;
  readonly name: string;
  readonly applied: boolean;
  readonly applied_at: string | null;
  readonly checksum_ok: boolean;
}

/** Lists migrations. */
export async function status(options: Options): Promise<void> {
  await onDatabase(options, (ask, migrations) => {
    const rows = ask('status', { migrations }) as readonly StatusRow[];
    for (const row of rows) console.log(`${row.version}  ${row.name}  ${stateOf(row)}`);
    if (rows.length === 0) console.log('There are no migrations.');
  });
}

function stateOf({ applied, applied_at, checksum_ok }: StatusRow): string {
  if (!applied) return 'pending';
  return checksum_ok ? `applied ${applied_at ?? ''}` : 'applied, and changed since';
}

async function onDatabase(
  options: Options,
  work: (ask: Ask, migrations: ReturnType<typeof readMigrations>) => void,
): Promise<void> {
  const project: Project = await loadProject(options);
  if (project.storage !== undefined) mkdirSync(dirname(project.storage), { recursive: true });
  const migrations = readMigrations(project.migrations);
  await withDatabase(project, (ask) => {
    work(ask, migrations);
  });
}

function tell(word: string, versions: readonly string[], nothing: string): void {
  for (const version of versions) console.log(`${word} ${version}`);
  if (versions.length === 0) console.log(nothing);
}

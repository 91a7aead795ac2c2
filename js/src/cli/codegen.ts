// `tunez codegen`: from the last snapshots to the definitions as they are now.
import { relative } from 'node:path';
import type { Migration } from '../client/migrations.ts';
import { loadProject, type Project } from './config.ts';
import { type Ask, withDefinitions } from './engine.ts';
import {
  readMigrations,
  readSnapshots,
  removeDevFiles,
  type Snapshots,
  writeMigration,
} from './files.ts';
import { Problem } from './problem.ts';
import { answerQuestions, type Question, type Renames, renamesFrom } from './questions.ts';

/** Options of `tunez codegen`. */
export interface CodegenOptions {
  readonly config?: string;
  readonly dev?: boolean;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly dropColumns?: boolean;
  readonly rename?: readonly string[];
}

/** The answer to `diff`. */
interface Diff {
  readonly changes: number;
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** What would lose data and was left out. */
  readonly destructive: readonly string[];
  readonly questions: readonly Question[];
  readonly snapshots: Snapshots;
}

/** Writes a migration if the definitions have changed. */
export async function codegen(name: string | undefined, options: CodegenOptions): Promise<void> {
  if (name !== undefined && !/^[a-z][a-z0-9_]*$/.test(name))
    throw new Problem(
      `${name} is no name for a migration; use small letters, digits and underscores`,
    );
  const project = await loadProject(options);
  await withDefinitions(project, async (ask) => {
    const dev = options.dev === true;
    const before = readSnapshots(project.migrations, { dev });
    const diff = await settledDiff(ask, before, options);
    report(diff);
    if (options.check === true) check(diff, project);
    else if (options.dryRun === true) print(diff);
    else write(name, diff, before, project, dev);
  });
}

async function settledDiff(ask: Ask, from: Snapshots, options: CodegenOptions): Promise<Diff> {
  let renames: Renames = renamesFrom(options.rename ?? []);
  for (;;) {
    const diff = ask('diff', {
      from,
      options: {
        renames,
        drop_columns: options.dropColumns === true,
        dev: options.dev === true,
      },
    }) as Diff;
    // With --check a question is a change that nobody has written down.
    if (diff.questions.length === 0 || options.check === true) return diff;
    renames = { ...renames, ...(await answerQuestions(diff.questions)) };
  }
}

function report({ destructive }: Diff): void {
  for (const sentence of destructive) console.log(`Left out: ${sentence} (--drop-columns does it)`);
}

function check(diff: Diff, project: Project): void {
  const dev = readMigrations(project.migrations).filter((migration) => migration.dev === true);
  if (dev.length > 0)
    throw new Problem(
      'there are dev migrations; run `tunez codegen <name>` to replace them by one',
    );
  if (diff.changes > 0 || diff.questions.length > 0)
    throw new Problem(
      'the definitions have changed; run `tunez codegen <name>` and commit what it writes',
    );
  console.log('Nothing has changed.');
}

function print(diff: Diff): void {
  const lines =
    diff.changes === 0
      ? ['-- Nothing has changed.']
      : ['-- up', ...diff.up, '', '-- down', ...diff.down];
  console.log(
    lines.map((line) => (line === '' || line.startsWith('--') ? line : `${line};`)).join('\n'),
  );
}

function write(
  name: string | undefined,
  diff: Diff,
  before: Snapshots,
  project: Project,
  dev: boolean,
): void {
  const migrations = readMigrations(project.migrations);
  if (!dev && removeDevFiles(project.migrations)) console.log('Removed the dev migrations.');
  if (diff.changes === 0) {
    console.log('Nothing has changed.');
    return;
  }
  const count = migrations.filter((migration) => migration.dev !== true).length;
  const migration: Migration = {
    version: nextVersion(migrations),
    name: name ?? `migrate_resources_${count + 1}`,
    up: diff.up,
    down: diff.down,
    dev,
  };
  for (const file of writeMigration(
    project.migrations,
    migration,
    changedSnapshots(before, diff.snapshots),
  ))
    console.log(`Wrote ${relative(process.cwd(), file)}`);
  console.log('Please always review what was written.');
}

// Snapshots that differ; `null` for tables that are gone.
function changedSnapshots(before: Snapshots, after: Snapshots): Snapshots {
  const changed: Record<string, unknown> = {};
  for (const [table, snapshot] of Object.entries(after))
    if (JSON.stringify(before[table]) !== JSON.stringify(snapshot)) changed[table] = snapshot;
  for (const table of Object.keys(before)) if (!(table in after)) changed[table] = null;
  return changed;
}

// The time in UTC, to the second; later than all others, so that two in one second stay in order.
function nextVersion(migrations: readonly Migration[]): string {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const newest = migrations.at(-1)?.version ?? '';
  return now > newest ? now : String(BigInt(newest) + 1n);
}

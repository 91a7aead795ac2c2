// The files under migrations/ (docs/wire.md §5).
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Migration } from '../client/migrations.ts';
import { Problem } from './problem.ts';

/** Snapshots of tables, by the name of the table. */
export type Snapshots = Readonly<Record<string, unknown>>;

const snapshotFolder = 'resource_snapshots';

/** The migrations of a folder, oldest first. */
export function readMigrations(folder: string): Migration[] {
  return jsonFiles(folder)
    .map((name) => readJson(join(folder, name)) as Migration)
    .sort((a, b) => (a.version < b.version ? -1 : 1));
}

/** The newest snapshot of each table; those of dev migrations only if asked. */
export function readSnapshots(folder: string, options: { readonly dev: boolean }): Snapshots {
  const snapshots: Record<string, unknown> = {};
  for (const table of folders(join(folder, snapshotFolder))) {
    const files = jsonFiles(join(folder, snapshotFolder, table)).filter(
      (name) => options.dev || !isDev(name),
    );
    const newest = files.sort().at(-1);
    if (newest === undefined) continue;
    const snapshot = readJson(join(folder, snapshotFolder, table, newest));
    // What was dropped leaves a file that says so.
    if (snapshot !== null) snapshots[table] = snapshot;
  }
  return snapshots;
}

/** Writes a migration and the snapshots that it leads to; returns the paths. */
export function writeMigration(folder: string, migration: Migration, changed: Snapshots): string[] {
  const suffix = migration.dev === true ? '_dev' : '';
  const file = join(folder, `${migration.version}_${migration.name}${suffix}.json`);
  const files = [writeJson(file, migration)];
  for (const [table, snapshot] of Object.entries(changed)) {
    const path = join(folder, snapshotFolder, table, `${migration.version}${suffix}.json`);
    files.push(writeJson(path, snapshot));
  }
  return files;
}

/** Removes dev migrations and their snapshots; returns whether there were any. */
export function removeDevFiles(folder: string): boolean {
  const places = [
    folder,
    ...folders(join(folder, snapshotFolder)).map((table) => join(folder, snapshotFolder, table)),
  ];
  const files = places.flatMap((place) =>
    jsonFiles(place)
      .filter(isDev)
      .map((name) => join(place, name)),
  );
  for (const file of files) rmSync(file);
  return files.length > 0;
}

function isDev(name: string): boolean {
  return name.endsWith('_dev.json');
}

function jsonFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
}

function folders(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Problem(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function writeJson(file: string, value: unknown): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
  return file;
}

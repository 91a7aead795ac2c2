// The configuration of a project: tunez.config.ts, .mjs or .js, whose default export is a `TunezConfig`.
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyDomain } from '../definition/domain.ts';
import { Problem } from './problem.ts';

/** What tunez.config exports by default. */
export interface TunezConfig {
  /** The domains, or the path of a module that exports them. */
  readonly domains: readonly AnyDomain[] | string;
  /** The file of the database, for `migrate`, `rollback` and `status`. */
  readonly storage?: string;
  /** The folder of the migrations; `migrations` unless given. */
  readonly migrations?: string;
}

/** A configuration that has been read: paths are absolute, the domains are loaded. */
export interface Project {
  readonly domains: readonly AnyDomain[];
  /** The file of the database; `undefined` if the configuration names none. */
  readonly storage: string | undefined;
  /** The folder of the migrations. */
  readonly migrations: string;
}

const names = ['tunez.config.ts', 'tunez.config.mjs', 'tunez.config.js'];

/** Reads the configuration in the working folder, or the file given. */
export async function loadProject(options: { readonly config?: string }): Promise<Project> {
  const file = configFile(options.config);
  const folder = dirname(file);
  const { default: config } = (await importModule(file)) as { default?: TunezConfig };
  if (typeof config !== 'object')
    throw new Problem(
      `${file} has no default export; it should be { domains, storage, migrations }`,
    );
  return {
    domains: await domainsOf(config, folder, file),
    storage: config.storage === undefined ? undefined : resolve(folder, config.storage),
    migrations: resolve(folder, config.migrations ?? 'migrations'),
  };
}

function configFile(given: string | undefined): string {
  const candidates = given === undefined ? names : [given];
  const found = candidates.map((name) => resolve(name)).find((file) => existsSync(file));
  if (found === undefined)
    throw new Problem(
      given === undefined
        ? `there is no ${names.join(', ')} in ${process.cwd()}; it should export { domains, storage, migrations }`
        : `there is no ${resolve(given)}`,
    );
  return found;
}

async function domainsOf(
  config: TunezConfig,
  folder: string,
  file: string,
): Promise<readonly AnyDomain[]> {
  const { domains } = config;
  const list =
    typeof domains === 'string'
      ? Object.values(await importModule(resolve(folder, domains))).filter(isDomain)
      : domains;
  if (!Array.isArray(list) || list.length === 0)
    throw new Problem(
      `${file} names no domains: \`domains\` is a list, or a module that exports them`,
    );
  return list as readonly AnyDomain[];
}

function isDomain(value: unknown): value is AnyDomain {
  return (
    typeof value === 'object' && value !== null && 'resources' in value && 'interface' in value
  );
}

/** Imports a module, TypeScript too: by esbuild if it is there, else by Node itself if it can. */
async function importModule(file: string): Promise<Record<string, unknown>> {
  if (!/\.[cm]?tsx?$/.test(file)) return importFile(file);
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild !== undefined) return importBundled(esbuild.build, file);
  if (!(process.features as { typescript?: unknown }).typescript)
    throw new Problem(
      `${file} is TypeScript, which Node ${process.version} cannot run by itself: install esbuild, ` +
        'or write it as .mjs',
    );
  return importFile(file);
}

async function importFile(file: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}

// Beside the original, so that what it imports from packages is found.
async function importBundled(
  build: (typeof import('esbuild'))['build'],
  file: string,
): Promise<Record<string, unknown>> {
  const bundle = join(dirname(file), `.tunez-${process.pid}-${Date.now()}.mjs`);
  try {
    await build({
      entryPoints: [file],
      outfile: bundle,
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
    });
    return await importFile(bundle);
  } catch (error) {
    if (isBuildFailure(error))
      throw new Problem(`${file}: ${error.errors.map(({ text }) => text).join('; ')}`);
    throw error;
  } finally {
    rmSync(bundle, { force: true });
  }
}

function isBuildFailure(error: unknown): error is { errors: readonly { text: string }[] } {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}

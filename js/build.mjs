#!/usr/bin/env node
// Builds the package into dist/: bundles by esbuild, types by tsc, and the compiled engine beside them.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const engine = join(here, '..', 'build', 'engine');

// Bundled together, so that all of them share one copy of every class.
const entries = [
  'index',
  'node',
  'worker',
  'node_worker',
  'validations',
  'changes',
  'preparations',
  'react',
  'cli',
];

/** Builds everything; `types: false` leaves the declarations as they are, for a quick turn. */
export async function buildPackage({ types = true } = {}) {
  mkdirSync(dist, { recursive: true });
  for (const file of readdirSync(dist))
    if (file.endsWith('.js') || file.endsWith('.js.map')) rmSync(join(dist, file));
  await build({
    absWorkingDir: here,
    entryPoints: Object.fromEntries(
      entries.map((name) => [name, `src/${name === 'cli' ? 'cli/main' : name}.ts`]),
    ),
    chunkNames: '[name]-[hash]',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    sourcemap: true,
    // The engine stays a file of its own, at the same relative place for every bundle.
    external: ['./tunez.mjs', 'node:*', 'commander', 'esbuild', 'react'],
    logLevel: 'warning',
  });
  chmodSync(join(dist, 'cli.js'), 0o755);
  if (types) buildTypes();
  copyEngine();
}

function buildTypes() {
  rmSync(join(dist, 'types'), { recursive: true, force: true });
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', here], { stdio: 'inherit' });
  // tsc respells .ts imports in JavaScript, but not in declarations.
  const types = join(dist, 'types');
  for (const file of readdirSync(types, { recursive: true })) {
    const path = join(types, file);
    if (!path.endsWith('.d.ts')) continue;
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text.replaceAll(/(from '|import\(['"])(\.{1,2}\/[^'"]*)\.ts(?=['"])/g, '$1$2.js'),
    );
  }
}

function copyEngine() {
  for (const file of ['tunez.mjs', 'tunez.wasm', 'tunez.deferred.wasm'])
    if (existsSync(join(engine, file))) copyFileSync(join(engine, file), join(dist, file));
    else
      console.warn(
        `build: there is no build/engine/${file} yet; the package cannot run without it`,
      );
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildPackage({ types: !process.argv.includes('--no-types') });

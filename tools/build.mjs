#!/usr/bin/env node
// `npm run build`: the engine as WebAssembly, the package, the web app, each only when it changed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitEngine } from './engine/split.mjs';
import { buildPreset } from './lib/cmake.mjs';
import { command } from './lib/command.mjs';
import { filesBelow } from './lib/files.mjs';
import { skipped, Steps } from './lib/steps.mjs';
import { whenChanged } from './lib/when-changed.mjs';
import { root } from './setup/paths.mjs';

// What tools/engine/split.mjs makes.
const engine = ['build/engine'];

export async function buildWasm() {
  if (filesBelow('wasm', /\.cc$/).length === 0) return skipped('wasm/ has no sources yet');
  const built = await buildPreset('wasm', ['tunez_wasm']);
  if (!built.ok) return built;
  const split = await splitEngine();
  return split.ok ? built : split;
}

export function buildPackage() {
  const inputs = ['js/src', 'js/package.json', 'js/tsconfig.json', 'js/build.mjs', ...engine];
  return buildWorkspace('js', inputs);
}

export function buildWeb() {
  const inputs = ['web', 'js/dist', 'migrations', ...engine];
  return buildWorkspace('web', inputs);
}

function buildWorkspace(folder, inputs) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  if (!manifest.scripts?.build) return skipped(`${folder}/package.json has no build script yet`);
  return whenChanged(`build-${folder}`, { inputs, output: `${folder}/dist` }, () =>
    command('npm', ['run', 'build', '--silent', '-w', manifest.name], { quiet: true }),
  );
}

/** Runs all three as steps; later ones need earlier ones, so the first failure ends it. */
export async function buildAll(steps) {
  return (
    (await steps.run('build engine (wasm)', buildWasm)) &&
    (await steps.run('build package', buildPackage)) &&
    (await steps.run('build web app', buildWeb))
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const steps = new Steps();
  await buildAll(steps);
  process.exitCode = steps.ok ? 0 : 1;
}

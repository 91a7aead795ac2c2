// Splits the engine into the file that every application needs at once and the one with what most of
// them seldom or never run (docs/decisions/0016): by the functions that a workload calls.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../lib/command.mjs';
import { whenChanged } from '../lib/when-changed.mjs';
import { build, root } from '../setup/paths.mjs';

const whole = 'build/wasm/tunez.wasm';
const glue = 'build/wasm/tunez.mjs';
// Of WebAssembly, what the engine is compiled with.
const features = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'];

/** Writes build/engine/: tunez.mjs, tunez.wasm and tunez.deferred.wasm. */
export function splitEngine() {
  const inputs = [whole, glue, 'tools/engine', 'js/src', 'web/src/domain', 'migrations'];
  return whenChanged('split-engine', { inputs, output: 'build/engine' }, async () => {
    const folder = join(build, 'engine');
    const work = join(build, 'engine-work');
    for (const path of [folder, work]) {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path);
    }
    const result = await inTurn([
      () => wasmSplit(['--instrument', join(root, whole), '-o', join(work, 'tunez.wasm')]),
      () => runWorkload(work),
      () => wasmSplit(['--merge-profiles', ...profilesIn(work), '-o', join(work, 'profile')]),
      () =>
        wasmSplit([
          join(root, whole),
          `--profile=${join(work, 'profile')}`,
          '--export-prefix=%',
          ...['-o1', join(work, 'primary.wasm'), '-o2', join(work, 'deferred.wasm')],
        ]),
      () => optimize(join(work, 'primary.wasm'), join(folder, 'tunez.wasm')),
      () => optimize(join(work, 'deferred.wasm'), join(folder, 'tunez.deferred.wasm')),
    ]);
    if (result.ok) copyFileSync(join(root, glue), join(folder, 'tunez.mjs'));
    else rmSync(folder, { recursive: true });
    return result;
  });
}

/** Runs the steps until one fails; resolves to what the last one came to. */
async function inTurn(steps) {
  let result;
  for (const step of steps) {
    result = await step();
    if (!result.ok) break;
  }
  return result;
}

const wasmSplit = (options) => binaryen('wasm-split', options);

// As the linker did; what is left of what was taken apart is less by itself.
const optimize = (from, to) => binaryen('wasm-opt', ['-Os', from, '-o', to]);

function binaryen(program, options) {
  const { emscripten } = JSON.parse(readFileSync(join(build, 'env.json'), 'utf8'));
  const folder = execFileSync(join(emscripten, 'em-config'), ['BINARYEN_ROOT'], {
    encoding: 'utf8',
  }).trim();
  const enabled = features.map((feature) => `--enable-${feature}`);
  return command(join(folder, 'bin', program), [...enabled, ...options], { quiet: true });
}

// With the JavaScript of the package as it is in js/src, and the engine's own beside it.
async function runWorkload(work) {
  copyFileSync(join(root, glue), join(work, 'tunez.mjs'));
  const source = (name) => join(root, 'js/src', name);
  const { build: bundle } = await import('esbuild');
  await bundle({
    entryPoints: [join(root, 'tools/engine/profile.ts')],
    outfile: join(work, 'profile.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    alias: {
      'tunez/changes': source('changes.ts'),
      'tunez/preparations': source('preparations.ts'),
      'tunez/validations': source('validations.ts'),
      tunez: source('node.ts'),
    },
    external: ['./tunez.mjs'],
    logLevel: 'silent',
  });
  return command(process.execPath, [join(work, 'profile.mjs'), join(root, 'migrations')], {
    quiet: true,
    timeout: 5 * 60_000,
  });
}

function profilesIn(work) {
  return readdirSync(work)
    .filter((name) => name.endsWith('.profile'))
    .map((name) => join(work, name));
}

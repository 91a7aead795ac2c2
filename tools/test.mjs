#!/usr/bin/env node
// `npm test`: sets up, checks and builds everything, and runs every test there is. It carries on
// after a failure, so that one run tells all; only what needs a failed build is left out.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buildPackage, buildWasm, buildWeb } from './build.mjs';
import { checkAll } from './check.mjs';
import { buildPreset, testPreset } from './lib/cmake.mjs';
import { command, packaged } from './lib/command.mjs';
import { countNode } from './lib/count.mjs';
import { filesBelow, scripts } from './lib/files.mjs';
import { skipped, Steps } from './lib/steps.mjs';
import { whenChanged } from './lib/when-changed.mjs';
import { orExplain, setup } from './setup.mjs';
import { otherBrowsers } from './setup/other-browsers.mjs';
import { root } from './setup/paths.mjs';

const steps = new Steps({ atOnce: availableParallelism() });
await steps.run('set up', async () => {
  await orExplain(setup);
  otherBrowsers();
});
// What takes longest comes first, and what others wait for.
const engine = steps.run('build engine (wasm)', buildWasm);
const native = steps.run('build core (native)', () => buildPreset('native'));
const packageIsBuilt = steps.run('build package', buildPackage, [engine]);
// In the same folder as the engine, also where that could not be built.
const wasm = steps.run('build core (wasm)', () => buildPreset('wasm'), [engine.then(() => true)]);
const webIsBuilt = steps.run('build web app', buildWeb, [packageIsBuilt]);
await Promise.all([
  checkAll(steps, packageIsBuilt, native),
  steps.run('test core (native)', () => testPreset('native'), [native]),
  steps.run('test core (wasm)', () => testPreset('wasm'), [wasm]),
  // The tools' own tests need nothing built; the others say themselves what they miss.
  steps.run('test node', () => nodeTests('node'), [packageIsBuilt.then(() => true)]),
  steps.run('check package', checkPackage, [packageIsBuilt]),
  steps.run('test wasm', () => nodeTests('wasm'), [packageIsBuilt]),
  steps.run('test conformance', () => nodeTests('conformance'), [packageIsBuilt]),
  steps.run('test types', typeTests, [packageIsBuilt]),
  steps.run('golden files', golden, [packageIsBuilt]),
]);
// By themselves: more browsers than processors, as they also wait for disks and for each other; and
// those that measure how long something took.
const most = availableParallelism() + 1;
await steps.run('test browser', () => nodeTests('browser', (file) => !isMeasured(file), most), [
  webIsBuilt,
]);
await steps.run('test browser (faults)', () => nodeTests('browser', isMeasured), [webIsBuilt]);
console.log(steps.summary());
process.exitCode = steps.ok ? 0 : 1;

// How long a take-over took is told, so that nothing else runs meanwhile.
function isMeasured(file) {
  return file.endsWith('faults.test.ts');
}

async function nodeTests(folder, isWanted = () => true, most = availableParallelism()) {
  const files = filesBelow(`tests/${folder}`, /\.test\.tsx?$/).filter(isWanted);
  if (files.length === 0) return skipped(`tests/${folder} has no tests yet`);
  const options = ['--test', '--test-reporter=spec', `--test-concurrency=${most}`];
  const result = await command(process.execPath, ['--import', 'tsx', ...options, ...files], {
    quiet: true,
  });
  // What cannot be done here, and why.
  for (const [line] of result.output.matchAll(/^﹣ .+ # .+$/gm)) console.log(`  ${line}`);
  return { ...result, ...countNode(result.output) };
}

// What has to compile, or must not, and every other test.
async function typeTests() {
  return whenChanged('types', { inputs: scripts }, async () => {
    const projects = ['tests/types', 'tests', 'tools/engine'];
    const results = await Promise.all(
      projects.map((project) =>
        command(packaged('tsc'), ['--noEmit', '-p', project], { quiet: true }),
      ),
    );
    return {
      ok: results.every(({ ok }) => ok),
      output: results.map(({ output }) => output).join('\n'),
    };
  });
}

async function checkPackage() {
  if (!existsSync(join(root, 'js/dist'))) return skipped('js/dist has not been built yet');
  const results = [
    await command(packaged('publint'), ['run', 'js', '--strict'], { quiet: true }),
    await command(packaged('attw'), ['--pack', 'js', '--profile', 'esm-only'], { quiet: true }),
  ];
  return {
    ok: results.every((result) => result.ok),
    output: results.map((result) => result.output).join('\n'),
  };
}

// The files are handed out apart from this repository, beside it. Those named here must pass whole.
async function golden() {
  const complete = [
    'bulk.json',
    'casting.json',
    'changesets.json',
    'embedded.json',
    'expressions.json',
    'lifecycle.json',
    'manage_relationship.json',
    'queries.json',
    'validations.json',
  ];
  const folder = process.env.TUNEZ_GOLDEN || join(root, '../shared/golden');
  if (!existsSync(folder)) return skipped('$TUNEZ_GOLDEN names no folder of golden files');
  if (!existsSync(join(root, 'tests/golden/main.ts')))
    return skipped('tests/golden is not there yet');
  const args = ['run', '--silent', 'golden', '--', folder, '--json'];
  const { output } = await command('npm', args, { quiet: true });
  const start = output.indexOf('{"files"');
  if (start < 0) return { ok: false, output };
  const files = JSON.parse(output.slice(start)).files.filter(({ file }) => complete.includes(file));
  const passed = files.reduce((sum, file) => sum + file.passed, 0);
  const failed = files.reduce((sum, file) => sum + file.failed + file.unsupported, 0);
  const names = files.flatMap(({ file, failures }) => failures.map((id) => `${file}: ${id}`));
  return { ok: failed === 0, passed, failed, output: names.join('\n') };
}

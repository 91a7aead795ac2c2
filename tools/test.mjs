#!/usr/bin/env node
// `npm test`: sets up, checks and builds everything, and runs every test there is. It carries on
// after a failure, so that one run tells all; only what needs a failed build is left out.
//
// Tests that say the same of the same files are run again when one of these has changed, and all of
// them with `npm test -- --all` and where CI is set. What browsers and faults are about depends on
// time as well: that is run always.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage, buildWasm, buildWeb } from './build.mjs';
import { checkAll } from './check.mjs';
import { buildPreset, testPreset } from './lib/cmake.mjs';
import { command, packaged } from './lib/command.mjs';
import { countNode } from './lib/count.mjs';
import { filesBelow, scripts } from './lib/files.mjs';
import { skipped, Steps } from './lib/steps.mjs';
import { whenChanged } from './lib/when-changed.mjs';
import { orExplain, setup } from './setup.mjs';
import { filesOfOtherBrowsers, otherBrowsers } from './setup/other-browsers.mjs';
import { root } from './setup/paths.mjs';

const all = wantsAll() || Boolean(process.env.CI);
// Handed out apart from this repository, beside it.
const goldenFolder = process.env.TUNEZ_GOLDEN || join(root, '../shared/golden');
const builtFrom = ['tools/cmake', 'CMakeLists.txt', 'CMakePresets.json', 'build/env.json'];
const ofCore = ['core', 'tests/core', 'tests/support', ...builtFrom, goldenFolder];
const told = ['docs', 'README.md', 'core/base/error_codes.def'];
const ofPackage = [
  'js',
  'js/dist',
  'tests',
  'tools',
  'migrations',
  'package.json',
  'package-lock.json',
  ...told,
  goldenFolder,
];

// Browsers, and what is killed, leave files behind them.
const temporary = mkdtempSync(join(tmpdir(), 'tunez-test-'));
process.env.TMPDIR = temporary;
process.on('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));

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
// A minute, however little else there is to do.
const tabs = steps.run('test browser (tabs)', () => nodeTests('browser', isTabs), [packageIsBuilt]);
await Promise.all([
  checkAll(steps, packageIsBuilt, native),
  test('test core (native)', ofCore, () => testPreset('native'), [native]),
  test('test core (wasm)', ofCore, () => testPreset('wasm'), [wasm]),
  // The tools' own tests need nothing built; the others say themselves what they miss.
  test('test node', ofPackage, () => nodeTests('node'), [packageIsBuilt.then(() => true)]),
  test('check package', ofPackage, checkPackage, [packageIsBuilt]),
  test('test wasm', ofPackage, () => nodeTests('wasm'), [packageIsBuilt]),
  test('test conformance', [...ofPackage, ...filesOfOtherBrowsers], conformance, [packageIsBuilt]),
  steps.run('test conformance (kills)', () => nodeTests('conformance', isKills), [packageIsBuilt]),
  test('test types', scripts, typeTests, [packageIsBuilt]),
  test('golden files', ofPackage, golden, [packageIsBuilt]),
]);
// After the others: more browsers than processors, as they also wait for disks and for each other.
const most = availableParallelism() + 1;
await steps.run('test browser', () => nodeTests('browser', (file) => !isTabs(file), most), [
  webIsBuilt,
]);
await tabs;
console.log(steps.summary());
process.exitCode = steps.ok ? 0 : 1;

function wantsAll() {
  try {
    return parseArgs({ options: { all: { type: 'boolean' } } }).values.all;
  } catch (error) {
    console.error(`npm test [-- --all]: ${error.message}`);
    process.exit(2);
  }
}

// A step that is the same work as long as its inputs are the same.
function test(name, inputs, work, after) {
  const stamp = name.replaceAll(/\W+/g, '-');
  return steps.run(name, () => whenChanged(stamp, { inputs, always: all }, work), after);
}

function conformance() {
  return nodeTests('conformance', (file) => !isKills(file));
}

// Where in its work a process is killed is never the same.
function isKills(file) {
  return file.endsWith('kills.test.ts');
}

function isTabs(file) {
  return file.endsWith('faults_tabs.test.ts');
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

// Those named here must pass whole.
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
  if (!existsSync(goldenFolder)) return skipped('$TUNEZ_GOLDEN names no folder of golden files');
  if (!existsSync(join(root, 'tests/golden/main.ts')))
    return skipped('tests/golden is not there yet');
  const args = ['run', '--silent', 'golden', '--', goldenFolder, '--json'];
  const { output } = await command('npm', args, { quiet: true });
  const start = output.indexOf('{"files"');
  if (start < 0) return { ok: false, output };
  const files = JSON.parse(output.slice(start)).files.filter(({ file }) => complete.includes(file));
  const passed = files.reduce((sum, file) => sum + file.passed, 0);
  const failed = files.reduce((sum, file) => sum + file.failed + file.unsupported, 0);
  const names = files.flatMap(({ file, failures }) => failures.map((id) => `${file}: ${id}`));
  return { ok: failed === 0, passed, failed, output: names.join('\n') };
}

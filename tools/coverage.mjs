#!/usr/bin/env node
// `npm run coverage`: which lines and branches of core/ its native tests run, per folder and in
// total. With --json, prints { total, folders: { name: { lines, branches } } } and nothing else.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPreset } from './lib/cmake.mjs';
import { command } from './lib/command.mjs';
import { filesBelow } from './lib/files.mjs';
import { layerOrder } from './check-layers.mjs';
import { layerOf } from './check/cxx-layers.mjs';
import { orExplain, setup } from './setup.mjs';
import { build, root } from './setup/paths.mjs';

const preset = 'native-coverage';
const profiles = join(build, preset, 'profiles');

const exported = await measure();
const folders = perFolder(exported.data[0].files);
const total = sum(Object.values(folders));
if (process.argv.includes('--json')) console.log(JSON.stringify({ total, folders }));
else print({ ...folders, total });

async function measure() {
  await orExplain(setup);
  need(await buildPreset(preset));
  rmSync(profiles, { recursive: true, force: true });
  mkdirSync(profiles, { recursive: true });
  const env = { LLVM_PROFILE_FILE: join(profiles, '%p.profraw') };
  need(await command('ctest', ['--preset', preset], { env, quiet: true }));
  const merged = join(profiles, 'all.profdata');
  const raw = filesBelow(`build/${preset}/profiles`, /\.profraw$/).map((file) => join(root, file));
  need(
    await command('llvm-profdata-19', ['merge', '-sparse', ...raw, '-o', merged], { quiet: true }),
  );
  const options = ['export', '-summary-only', `-instr-profile=${merged}`];
  const { output } = need(
    await command('llvm-cov-19', [...options, ...objects(), join(root, 'core')], { quiet: true }),
  );
  return JSON.parse(output.slice(output.indexOf('{')));
}

/** The test programs, as llvm-cov takes them: the first bare, the others as options. */
function objects() {
  const programs = filesBelow(`build/${preset}`, /^test_[a-z_]+$/).map((file) => join(root, file));
  return programs.flatMap((program, index) => (index === 0 ? [program] : ['-object', program]));
}

function need(result) {
  if (result.ok) return result;
  console.error(result.output);
  process.exit(1);
}

function perFolder(files) {
  const order = layerOrder();
  const grouped = {};
  for (const { filename, summary } of files) {
    const folder = layerOf(filename.slice(root.length + 1), order) ?? 'other';
    (grouped[folder] ??= []).push({
      lines: { covered: summary.lines.covered, count: summary.lines.count },
      branches: { covered: summary.branches.covered, count: summary.branches.count },
    });
  }
  const known = order.filter((folder) => grouped[folder]);
  return Object.fromEntries(known.map((folder) => [folder, sum(grouped[folder])]));
}

function sum(parts) {
  const add = (kind) => {
    const covered = parts.reduce((all, part) => all + part[kind].covered, 0);
    const count = parts.reduce((all, part) => all + part[kind].count, 0);
    return {
      covered,
      count,
      percent: count === 0 ? 100 : Math.round((covered / count) * 1000) / 10,
    };
  };
  return { lines: add('lines'), branches: add('branches') };
}

function print(rows) {
  const cell = ({ covered, count, percent }) =>
    `${percent.toFixed(1).padStart(6)} % ${`${covered}/${count}`.padStart(13)}`;
  console.log(`${''.padEnd(20)}${'lines'.padStart(22)}${'branches'.padStart(24)}`);
  for (const [name, { lines, branches }] of Object.entries(rows))
    console.log(`${name.padEnd(20)}${cell(lines)}  ${cell(branches)}`);
}

// `npm run bench [-- --json] [--rounds n] [--only row] [--peers a,b] [--cpu]`: operations per second of Tunez and of what it is
// compared with, on the same schema and the same data. Each peer and round is a process of its own; rounds are shuffled
// with a fixed seed, and what is printed is the median. `--cpu` counts processor time instead of time: for busy machines.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildAddon } from './addon.mjs';
import { random, shuffle } from './data.mjs';
import { buildLimit } from './limit/build.mjs';
import { readingRows } from './reading_rows.mjs';
import { printJson, printTable } from './report.mjs';
import { downloadSizes } from './sizes.mjs';

const rows = [
  'create',
  'bulk_create',
  'get',
  'list',
  'nested_load',
  'update',
  'cascade_delete',
  'open',
];

// Who can open a database that is already there, and who wrote the file.
const writers = { tunez: 'tunez', oo1: 'oo1', better_sqlite3: 'oo1' };

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    cpu: { type: 'boolean', default: false },
    peers: { type: 'string', default: 'tunez,oo1,oo1_prepared,better_sqlite3,limit' },
  },
});
const say = (line) => process.stderr.write(`${line}\n`);
if (options.only !== undefined && ![...rows, ...readingRows].includes(options.only)) {
  say(`There is no row ${options.only}; there are ${[...rows, ...readingRows].join(', ')}.`);
  process.exit(1);
}

const absent = new Map();
const peers = options.peers.split(',').filter(isAvailable);
if (readingRows.includes(options.only)) process.exit(reading([options.only]));
const samples = measure(peers, Number(options.rounds));
const isWhole = options.only === undefined && peers.includes('tunez') && !absent.has('tunez');
const writes = isWhole ? { ...ratiosOf('writes.mjs'), ...ratiosOf('album.mjs') } : undefined;
const result = { rows, peers, absent, samples, writes, sizes: await downloadSizes() };
if (options.json) printJson(result);
else printTable(result);
if (absent.has('tunez')) process.exitCode = 1;
if (options.only === undefined && !options.json) process.exitCode ||= reading([]);

function isAvailable(peer) {
  const build = { better_sqlite3: buildAddon, limit: buildLimit }[peer];
  const problem = build?.(say);
  if (problem !== undefined) {
    say(`${peer} is left out: ${problem}`);
    absent.set(peer, problem);
  }
  return problem === undefined;
}

/** peer → row → one number per round: operations per second, for `open` milliseconds. */
function measure(names, rounds) {
  const found = new Map(names.map((name) => [name, {}]));
  const keep = (name, row, value) => (found.get(name)[row] ??= []).push(value);
  const next = random(7);
  const folder = mkdtempSync(join(tmpdir(), 'tunez-bench-'));
  try {
    const openers = isWanted('open') ? opening(names, folder) : [];
    for (let round = 1; round <= rounds; round += 1) {
      for (const name of shuffle(names, next)) {
        if (options.only === 'open' || absent.has(name)) continue;
        say(`round ${round} of ${rounds}: ${name}`);
        const measured = run(name, ['rows', name, ...only()]) ?? {};
        for (const [row, value] of Object.entries(measured))
          if (isWanted(row)) keep(name, row, value);
      }
      for (const [name, file] of shuffle(openers, next)) {
        if (absent.has(name)) continue;
        const measured = run(name, ['open', name, file]);
        if (measured !== undefined) keep(name, 'open', measured.milliseconds);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** What a script beside this one says; undefined when it fails. */
function ratiosOf(name) {
  say(`what ${name} measures`);
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child = spawnSync(
    process.execPath,
    ['--expose-gc', script, '--rounds', String(options.rounds)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...(options.cpu && { TUNEZ_BENCH_CPU: '1' }) },
    },
  );
  return child.status === 0 ? JSON.parse(child.stdout) : undefined;
}

function isWanted(row) {
  return options.only === undefined || options.only === row;
}

function only() {
  return options.only === undefined ? [] : [options.only];
}

/** Each peer that can open a file, and the file. */
function opening(names, folder) {
  const known = names.filter((name) => name in writers);
  for (const writer of new Set(known.map((name) => writers[name]))) {
    say(`writing the file that ${writer} opens`);
    run(writer, ['write', writer, join(folder, `${writer}.sqlite`)]);
  }
  return known.map((name) => [name, join(folder, `${writers[name]}.sqlite`)]);
}

/** Runs a process for a peer. One that fails takes its peer out of the comparison, with the reason. */
function run(name, args) {
  const script = fileURLToPath(new URL('process.mjs', import.meta.url));
  const child = spawnSync(process.execPath, ['--expose-gc', script, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(options.cpu && { TUNEZ_BENCH_CPU: '1' }) },
  });
  if (child.status === 0) return JSON.parse(child.stdout);
  const reason = /^.*Error:.*$/m.exec(child.stderr)?.[0] ?? child.stderr.trim().split('\n')[0];
  say(`${name} failed: ${reason}`);
  absent.set(name, reason);
  return undefined;
}

/** What reading is to reach, in a process of its own; answers its exit code. */
function reading(wanted) {
  const script = fileURLToPath(new URL('reading.mjs', import.meta.url));
  return spawnSync(process.execPath, [script, ...wanted], { stdio: 'inherit' }).status ?? 1;
}

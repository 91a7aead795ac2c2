// `npm run bench:storage [-- --json] [--rounds n]`: what keeping costs in Chromium, on its private file system, beside
// sqlite-wasm on opfs-sahpool as it comes. Each peer in turns; medians over the rounds.
//
// - create_full, create_relaxed: a create, the whole action from the page to the worker and back, acknowledged; to a
//   raw insert in the peer's worker;
// - beside_full, beside_relaxed: the same in the worker that has the database, where the peer's insert is made;
// - together: 100 creates sent at once, to the same one after the other;
// - first_record: from a new browser process to the first of 100,000 records; the time as a part of the peer's.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumFlags } from '../../faults/chromium_flags.mjs';
import { migrationsOf } from '../../faults/ledger.mjs';
import { serve } from '../../../tools/serve.mjs';
import { Music } from './domain.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
});
const [single, group, rows] = [1000, 100, 100_000];
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'tunez-storage-'));
const profile = mkdtempSync(join(tmpdir(), 'tunez-profile-'));
const site = await serveSite();
try {
  const found = await measure(Number(options.rounds));
  if (options.json) console.log(JSON.stringify(found));
  else for (const [name, row] of Object.entries(found)) console.log(name.padEnd(16), row);
} finally {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function serveSite() {
  const [migration] = await migrationsOf(Music);
  await build({
    entryPoints: ['page', 'worker', 'beside', 'peer'].map((name) => here(`${name}.ts`)),
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    define: { MIGRATION: JSON.stringify(migration) },
    logLevel: 'error',
  });
  for (const file of ['tunez.wasm', 'tunez.deferred.wasm'])
    copyFileSync(here(`../../../js/dist/${file}`), join(folder, file));
  const peer = here('../../../node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm');
  copyFileSync(peer, join(folder, 'sqlite3.wasm'));
  const html = '<!doctype html><title>Storage</title><script type="module" src="page.js"></script>';
  writeFileSync(join(folder, 'index.html'), html);
  return serve(folder);
}

/** In a browser process of its own, on the profile that all share. */
async function inBrowser(work, query = '') {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: chromiumFlags,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(site.address + query);
    await page.waitForFunction('typeof storage === "object"');
    return await work(page);
  } finally {
    await context.close();
  }
}

async function measure(rounds) {
  const ask = (call, query) => inBrowser((page) => page.evaluate(`storage.${call}`), query);
  await ask(`fill(${rows})`);
  await ask(`peer({ kind: 'fill', count: ${rows} })`);
  const found = {
    full: [],
    relaxed: [],
    besideFull: [],
    besideRelaxed: [],
    together: [],
    first: [],
  };
  const seen = { full: [], relaxed: [], besideFull: [], besideRelaxed: [] };
  const times = { peer: [], ours: [], theirs: [] };
  for (let round = 0; round < rounds; round += 1) {
    const peer = await ask(`peer({ kind: 'creates', count: ${single} })`);
    const full = await ask(`creates('full', ${single})`);
    const relaxed = await ask(`creates('relaxed', ${single})`);
    const besideFull = await ask(`createsBeside('full', ${single})`);
    const besideRelaxed = await ask(`createsBeside('relaxed', ${single})`);
    const ours = await ask('first()', '?first=tunez');
    const theirs = await ask('first()', '?first=peer');
    keep(found, {
      full: full / peer,
      relaxed: relaxed / peer,
      besideFull: besideFull / peer,
      besideRelaxed: besideRelaxed / peer,
      together: await ask(`together(${group})`),
      first: ours / theirs,
    });
    keep(seen, { full, relaxed, besideFull, besideRelaxed });
    keep(times, { peer, ours, theirs });
  }
  const creates = (name, asked) => ({
    ratio: median(found[name]),
    ops: median(seen[name]),
    asked,
  });
  return {
    create_full: creates('full', 1.8),
    create_relaxed: creates('relaxed', 6),
    beside_full: creates('besideFull', 1.8),
    beside_relaxed: creates('besideRelaxed', 6),
    together: { ratio: median(found.together), asked: 5 },
    first_record: {
      ratio: median(found.first),
      milliseconds: median(times.ours),
      most: 0.5,
    },
    peer: { insert: median(times.peer), first_milliseconds: median(times.theirs) },
  };
}

function keep(lists, values) {
  for (const [name, value] of Object.entries(values)) lists[name].push(value);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toPrecision(3));
}

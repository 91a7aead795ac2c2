// One peer in one process. `node process.mjs rows <peer> [row]`, `… write <peer> <file>`, `… open <peer> <file>`;
// prints one line of JSON.
import { performance } from 'node:perf_hooks';
import { dataset, moreAlbums, random, sizes } from './data.mjs';

// At most so many of each, and so many between two looks at the clock.
const plan = {
  create: { most: 40_000, step: 16 },
  get: { most: 400_000, step: 32 },
  list: { most: 4_000, step: 1 },
  nested_load: { most: 10_000, step: 2 },
  update: { most: 100_000, step: 16 },
  cascade_delete: { most: 500, step: 1 },
};
// What a read must give: the same work, whoever does it. The harness in C gives a checksum instead.
const shapes = {
  get: (album) => expect('fields of an album', fields(album), 7),
  list: (albums, stored) => {
    expect('records', albums?.length, Math.min(1000, stored));
    expect('fields of an album', fields(albums?.[0]), 7);
  },
  nested_load: (artist) => {
    const tracks = artist?.albums?.flatMap((album) => album.tracks) ?? [];
    expect('tracks', tracks.length, 100);
    expect('fields of a track', fields(tracks[0]), 7);
  },
};

const cap = { warm: 120, measured: 700 };

// On a busy machine the processor's time says more than the clock's.
const now = process.env.TUNEZ_BENCH_CPU ? cpuMilliseconds : () => performance.now();

const [mode, name, argument] = process.argv.slice(2);
const modes = {
  rows: () => rows(argument),
  write: () => write(argument),
  open: () => open(argument),
};
console.log(JSON.stringify(await modes[mode]()));

async function rows(only) {
  const peer = await import(`./peers/${name}.mjs`);
  await session(peer, sizes.small, cap.warm, only);
  return session(peer, sizes.full, cap.measured, only);
}

/** Every row once, in an order in which each finds the data it needs; deletion comes last. */
async function session(peer, size, milliseconds, only) {
  const more = plan.create.most;
  const engine = await peer.open({ artists: size.artists, more });
  const data = dataset(size);
  await engine.load(data, moreAlbums(more, size.artists));
  const results = { bulk_create: await bulk(engine, data.tracks.length) };
  for (const row of Object.keys(plan)) {
    if (only === undefined || only === row)
      results[row] = await timed(engine, row, data, milliseconds);
  }
  await engine.close();
  return results;
}

async function bulk(engine, count) {
  const items = await engine.prepare.bulk_create();
  collect();
  const started = now();
  await engine.run.bulk_create(items);
  const seconds = (now() - started) / 1000;
  expect('tracks', await engine.count('tracks'), count);
  return count / seconds;
}

async function timed(engine, row, data, milliseconds) {
  const table = row === 'cascade_delete' ? 'artists' : 'albums';
  const before = await engine.count(table);
  const items = await engine.prepare[row](picks(row, data));
  const run = engine.run[row];
  if (row in shapes && !engine.isChecksum) shapes[row](await run(items, 0, 1), before);
  const { step } = plan[row];
  collect();
  let done = 0;
  const started = now();
  let elapsed = 0;
  while (done < items.length && elapsed < milliseconds) {
    const to = Math.min(done + step, items.length);
    await run(items, done, to);
    done = to;
    elapsed = now() - started;
  }
  const change = { create: done, cascade_delete: -done }[row] ?? 0;
  expect(table, await engine.count(table), before + change);
  return (done / elapsed) * 1000;
}

/** Which record each operation is about: places in the data, the same ones for every peer. */
function picks(row, data) {
  const next = random(row.length);
  const { most } = plan[row];
  if (row === 'create') return sequence(most);
  const half = data.artists.length / 2;
  if (row === 'cascade_delete') return sequence(Math.min(most, half));
  const among = row === 'nested_load' ? half : data.albums.length;
  return Array.from({ length: most }, () => next() % among);
}

function sequence(length) {
  return Array.from({ length }, (_, i) => i);
}

function cpuMilliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function collect() {
  globalThis.gc?.();
}

function fields(record) {
  return Object.keys(record ?? {}).length;
}

function expect(what, actual, wanted) {
  if (actual !== wanted) throw new Error(`${name}: ${actual} ${what}, not ${wanted}`);
}

async function write(file) {
  const peer = await import(`./peers/${name}.mjs`);
  await peer.writeFile(file, dataset(sizes.full));
  return {};
}

/** From nothing of the library loaded to the first record of a database that holds 100,000 tracks. */
async function open(file) {
  const started = now();
  const peer = await import(`./peers/${name}.mjs`);
  const engine = await peer.openFile(file);
  const first = await engine.first();
  const milliseconds = now() - started;
  expect('tracks', await engine.count('tracks'), 100_000);
  if (typeof first.name !== 'string') throw new Error(`${name}: no first record`);
  await engine.close();
  return { milliseconds };
}

// What a run found, for people and for programs.

const columns = {
  oo1: 'sqlite-wasm OO1 (everyday)',
  oo1_prepared: 'OO1, prepared',
  better_sqlite3: 'better-sqlite3',
  limit: 'limit (C in wasm)',
};

/** Exactly the rows and sizes; ratios are ours to theirs, `oo1` the everyday form; null where something was not measured. */
export function printJson({ rows, samples, writes, sizes }) {
  const found = summary(rows, samples);
  console.log(
    JSON.stringify({
      rows: rows.map((name) => ({
        name,
        ops: rounded(found(name, 'tunez')?.ops),
        ratios: {
          oo1: rounded(ratio(found, name, 'oo1')),
          better_sqlite3: rounded(ratio(found, name, 'better_sqlite3')),
          limit: rounded(ratio(found, name, 'limit')),
        },
      })),
      ...(writes && { writes }),
      sizes: { wasm_gzip: sizes.wasm?.gzip ?? null, js_gzip: sizes.js?.gzip ?? null },
    }),
  );
}

export function printTable({ rows, peers, absent, samples, writes, sizes }) {
  const found = summary(rows, samples);
  const others = Object.keys(columns).filter((peer) => peers.includes(peer));
  const lines = [
    ['', 'tunez', ...others.map((peer) => columns[peer])],
    ...rows.map((row) => [
      row,
      cell(found(row, 'tunez')),
      ...others.map((peer) => cell(found(row, peer), ratio(found, row, peer))),
    ]),
  ];
  console.log(
    'Operations per second (bulk_create: records per second), median; in brackets (largest - smallest) / median over the',
  );
  console.log('rounds; × is ours to theirs. Differences below 1.3 × mean little.\n');
  console.log(aligned(lines));
  console.log(`
create, update, cascade_delete: one transaction each. list: 1,000 albums. nested_load: an artist with 10 albums with
10 tracks each, as nested objects. open: from before the library is imported to the first record of a database of
100,000 tracks, in a new process; Tunez and better-sqlite3 open a file, sqlite-wasm, which has no file system in Node,
reads the file into memory and deserializes it. Tunez runs whole actions (casting, validation, defaults, ids,
timestamps); the others insert rows whose ids and timestamps are made beforehand, and validate nothing.
OO1 (everyday) is db.exec, selectObject and selectObjects as its documentation writes them, and what --json compares
with; OO1, prepared keeps its statements. limit is the same work on SQLite's C API inside WebAssembly, compiled with the
engine's own SQLite, without JavaScript.`);
  for (const [peer, why] of absent)
    console.log(`${columns[peer] ?? peer} was not measured: ${why}.`);
  if (writes) printWrites(writes);
  console.log('\nDownload, bytes:');
  console.log(
    aligned([
      ['', 'raw', 'gzip', 'brotli'],
      ...Object.values(sizes)
        .filter(Boolean)
        .map(({ label, raw, gzip, brotli }) => [label, raw, gzip, brotli].map(grouped)),
    ]),
  );
}

/** (row, peer) → { ops, spread }, undefined where it was not measured. */
function summary(rows, samples) {
  return (row, peer) => {
    const values = samples.get(peer)?.[row];
    if (values === undefined) return undefined;
    const middle = median(values);
    return {
      ops: row === 'open' ? 1000 / middle : middle,
      spread: (Math.max(...values) - Math.min(...values)) / middle,
    };
  };
}

function ratio(found, row, peer) {
  const [ours, theirs] = [found(row, 'tunez'), found(row, peer)];
  return ours && theirs ? ours.ops / theirs.ops : undefined;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function cell(measured, compared) {
  if (measured === undefined) return '–';
  const ops = measured.ops < 100 ? measured.ops.toFixed(1) : grouped(Math.round(measured.ops));
  const times = compared === undefined ? '' : `  ${compared.toFixed(2)} ×`;
  return `${ops} (${Math.round(measured.spread * 100)} %)${times}`;
}

function grouped(value) {
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}

function rounded(value) {
  return value === undefined ? null : Number(value.toPrecision(4));
}

function aligned(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) =>
      line
        .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The ratios of ./writes.mjs and ./album.mjs, which say what each is to. */
function printWrites(writes) {
  console.log(
    '\nWrites (what each is compared with stands in tests/bench/writes.mjs and album.mjs):',
  );
  console.log(
    aligned([
      ['', 'ratio', 'asked', 'memory'],
      ...Object.entries(writes).map(([name, { ratio, asked, megabytes }]) => [
        name,
        `${ratio} ×`,
        asked === undefined ? '' : `${asked} ×`,
        megabytes === undefined ? '' : `${Math.round(megabytes)} MB`,
      ]),
    ]),
  );
}

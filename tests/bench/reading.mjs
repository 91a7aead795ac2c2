// What reading is to reach, each figure against the peer that it names: `node --import tsx tests/bench/reading.mjs [row]`, and
// a part of `npm run bench`. Nested records against the limit in WebAssembly are the row `nested_load` of bench.mjs.
import { performance } from 'node:perf_hooks';
import { domain, hasMany, belongsTo, count, max, open, resource, search, t } from 'tunez';
import { random } from './data.mjs';
import { library } from './peers/oo1.mjs';
import { readingRows } from './reading_rows.mjs';

const words =
  'Silver Hollow Burning Quiet Crimson Electric Frozen Golden Hidden Iron Lonely Midnight Northern Paper Restless Salt'.split(
    ' ',
  );

/** A name of so many words, the last of them a number of its own. */
const name = (next, i) => `${words[next() % 16]} ${words[next() % 16]} ${words[next() % 16]} ${i}`;

const Artist = resource('Artist', {
  attributes: { id: t.integer().primaryKey(), name: t.string().required().public() },
  relationships: { albums: hasMany('Album') },
  aggregates: { albumCount: count('albums'), latestYear: max('albums', 'year') },
  actions: {
    create: { type: 'create', accept: ['name'] },
    read: {
      type: 'read',
      primary: true,
      pagination: { offset: true, countable: true, required: false },
    },
  },
});
const Album = resource('Album', {
  attributes: { id: t.integer().primaryKey(), year: t.integer().required() },
  relationships: {
    artist: belongsTo('Artist', { attributeType: 'integer', required: true, index: true }),
  },
  actions: { create: { type: 'create', accept: ['year', 'artistId'] } },
});
const Track = resource('Track', {
  attributes: { id: t.integer().primaryKey(), name: t.string().required().public() },
  fullText: { words: { fields: ['name'] } },
  actions: {
    create: { type: 'create', accept: ['name'] },
    read: { type: 'read', primary: true, pagination: { keyset: true, required: false } },
  },
});
const Entry = resource('Entry', {
  attributes: { id: t.integer().primaryKey(), name: t.string().required().public() },
  customIndexes: [{ fields: ['name'] }],
  actions: {
    create: { type: 'create', accept: ['name'] },
    read: { type: 'read', primary: true, pagination: { keyset: true, required: false } },
  },
});
const Music = domain('Music', { resources: { Artist, Album, Track, Entry } });

/** Each row: what was measured, in milliseconds, and how often the one goes into the other. */
const measurements = {
  async search_page(tunez) {
    const next = random(11);
    const artists = Array.from({ length: 1000 }, (_, i) => ({ name: name(next, i) }));
    const albums = Array.from({ length: 10_000 }, (_, i) => ({
      year: 1950 + (next() % 75),
      artistId: 1 + (i % 1000),
    }));
    await bulk(tunez, Artist, artists);
    await bulk(tunez, Album, albums);
    const peer = await bestSql(artists, albums);
    const ours = async () => {
      const page = await tunez.read(
        Artist,
        'read',
        {},
        {
          filter: { name: { contains: 'Golden' } },
          sort: ['-albumCount', 'name'],
          page: { limit: 12, count: true },
          load: ['albumCount', 'latestYear'],
        },
      );
      return [page.count, page.results.map((one) => [one.name, one.albumCount, one.latestYear])];
    };
    expectSame(await ours(), peer.search());
    const result = compared(await timed(ours), await timed(async () => peer.search()));
    peer.close();
    return { ...result, peer: 'best SQL on sqlite-wasm', goal: 1, better: 'more' };
  },

  async keyset_depth(tunez) {
    const next = random(12);
    for (let i = 0; i < 1_000_000; i += 50_000) {
      const rows = Array.from({ length: 50_000 }, (_, k) => ({ name: name(next, i + k) }));
      await bulk(tunez, Entry, rows);
    }
    const page = (after) =>
      tunez.read(Entry, 'read', {}, { sort: 'name', page: { limit: 25, ...after } });
    let after;
    for (let depth = 0; depth < 100_000; depth += 250) {
      const { keysets } = await tunez.read(
        Entry,
        'read',
        {},
        {
          sort: 'name',
          select: ['id'],
          page: { limit: 250, ...(after && { after }) },
        },
      );
      after = keysets.at(-1);
    }
    const first = await timed(() => page({}));
    const deep = await timed(() => page({ after }));
    return {
      ours: deep,
      theirs: first,
      ratio: deep / first,
      peer: 'the first page',
      goal: 1.5,
      better: 'less',
    };
  },

  async full_text(tunez) {
    const next = random(13);
    const rows = Array.from({ length: 100_000 }, (_, i) => ({
      name: i % 1000 === 0 ? `${name(next, i)} Saxophone` : name(next, i),
    }));
    await bulk(tunez, Track, rows);
    const read = (filter) => tunez.read(Track, 'read', {}, { filter, sort: 'id', select: ['id'] });
    const ours = () => read(search('words', 'saxophone'));
    const scan = () => read({ name: { contains: 'Saxophone' } });
    expectSame(await ours(), await scan());
    const result = compared(await timed(ours), await timed(scan));
    return { ...result, peer: 'a scan of the table', goal: 20, better: 'more' };
  },
};

function compared(ours, theirs) {
  return { ours, theirs, ratio: theirs / ours };
}

function expectSame(ours, theirs) {
  if (JSON.stringify(ours) !== JSON.stringify(theirs))
    throw new Error(`the peers differ: ${JSON.stringify(ours)} ${JSON.stringify(theirs)}`);
}

async function bulk(tunez, of, inputs) {
  const result = await tunez.bulkCreate(of, 'create', inputs, { batchSize: 5000 });
  if (result.status !== 'success') throw new Error(`bulk create: ${JSON.stringify(result)}`);
}

/** The same page by SQL that is written by hand and prepared once; aggregates that sort nothing for the page only. */
async function bestSql(artists, albums) {
  const sqlite3 = await library();
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(`CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE albums (id INTEGER PRIMARY KEY, year INTEGER NOT NULL, artist_id INTEGER NOT NULL) STRICT;
    CREATE INDEX albums_artist_id ON albums (artist_id); BEGIN`);
  const insert = (sql, rows) => {
    const statement = db.prepare(sql);
    for (const row of rows) statement.bind(row).stepReset();
    statement.finalize();
  };
  insert(
    'INSERT INTO artists (name) VALUES (?)',
    artists.map((one) => [one.name]),
  );
  insert(
    'INSERT INTO albums (year, artist_id) VALUES (?, ?)',
    albums.map((one) => [one.year, one.artistId]),
  );
  db.exec('COMMIT');
  const page = db.prepare(`SELECT p.name, p.album_count,
      (SELECT max(year) FROM albums WHERE artist_id = p.id) FROM (
        SELECT a.id, a.name, (SELECT count(*) FROM albums WHERE artist_id = a.id) AS album_count
        FROM artists AS a WHERE instr(a.name, ?1) > 0 ORDER BY album_count DESC, a.name LIMIT ?2) AS p`);
  const total = db.prepare('SELECT count(*) FROM artists WHERE instr(name, ?1) > 0');
  return {
    search() {
      const rows = [];
      page.bind(['Golden', 12]);
      while (page.step()) rows.push(page.get([]));
      page.reset();
      total.bind(['Golden']).step();
      const counted = total.get(0);
      total.reset();
      return [counted, rows];
    },
    close() {
      page.finalize();
      total.finalize();
      db.close();
    },
  };
}

/** Milliseconds of one, the median of rounds of 100 ms after as long to warm up. */
async function timed(call) {
  await repeated(call);
  const rounds = [];
  for (let i = 0; i < 7; i += 1) rounds.push(await repeated(call));
  return rounds.sort((a, b) => a - b)[3];
}

async function repeated(call) {
  const begin = performance.now();
  let calls = 0;
  do {
    await call();
    calls += 1;
  } while (performance.now() - begin < 100);
  return (performance.now() - begin) / calls;
}

/** Measures the rows and says what came of them. */
export async function measureReading(rows) {
  const lines = [];
  for (const row of rows) {
    const tunez = await open({ domains: [Music], storage: ':memory:' });
    const { ours, theirs, ratio, peer, goal, better } = await measurements[row](tunez);
    await tunez.close();
    const met = better === 'more' ? ratio >= goal : ratio <= goal;
    lines.push({ row, ours, peer, theirs, ratio, goal, met });
  }
  return lines;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const wanted = process.argv[2] === undefined ? readingRows : [process.argv[2]];
  const shown = (number) => Number(number.toPrecision(3));
  for (const { row, ours, peer, theirs, ratio, goal, met } of await measureReading(wanted))
    console.log(
      `${row}: ${shown(ours)} ms; ${peer}: ${shown(theirs)} ms; ratio ${shown(ratio)}, goal ${goal}${met ? '' : ' (missed)'}`,
    );
}

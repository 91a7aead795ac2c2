// What saving an album with its tracks costs beside the same rows written by hand, in one process:
// `node --expose-gc album.mjs [--rounds n]` prints one line of JSON. An album has 200 tracks; of them 50 go, 50
// change, 50 are new, and all are in another order. By hand that is a transaction of one statement for each row, on
// statements that are prepared, through the C API of sqlite-wasm; nothing is read there, and nothing is found out.
import { parseArgs } from 'node:util';
import { belongsTo, domain, hasMany, open, resource, t } from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { numericality, stringLength } from 'tunez/validations';
import { expect, median, timed } from './measure.mjs';
import { library } from './peers/oo1.mjs';
import { pageSize } from './peers/schema.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);
const albums = 10;

const tracksArgument = {
  arguments: { tracks: t.array(t.map()) },
  changes: [manageRelationship('tracks', { type: 'direct_control', orderIsKey: 'number' })],
};
const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  relationships: { tracks: hasMany('Track', { sort: { number: 'asc' } }) },
  actions: {
    defaults: ['read'],
    record: { type: 'create', accept: ['name'], ...tracksArgument },
    revise: { type: 'update', accept: ['name'], requireAtomic: false, ...tracksArgument },
  },
});
const Track = resource('Track', {
  attributes: {
    id: t.uuid().primaryKey(),
    number: t.integer().required().public(),
    name: t.string().required().public(),
    seconds: t.integer().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  relationships: {
    album: belongsTo('Album', { required: true, index: true, onDelete: 'delete' }),
  },
  validations: [numericality('seconds', { greaterThan: 0 }), stringLength('name', { max: 60 })],
  actions: {
    defaults: ['read', 'create', 'update', 'destroy'],
    defaultAccept: ['number', 'name', 'seconds'],
  },
});
const Shelf = domain('Shelf', { resources: { Album, Track } });

const schema = `PRAGMA page_size = ${pageSize}; PRAGMA foreign_keys = ON;
CREATE TABLE albums (
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE TABLE tracks (
  id TEXT PRIMARY KEY NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, seconds INTEGER,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL,
  album_id TEXT NOT NULL REFERENCES albums (id) ON DELETE CASCADE);
CREATE INDEX tracks_album_id ON tracks (album_id);`;

console.log(JSON.stringify({ save_album: { ratio: await measure(), asked: 0.5 } }));

async function measure() {
  const ratios = [];
  for (let round = 0; round <= rounds; round += 1) {
    const ours = await tunezSaves();
    const theirs = await handSaves();
    // The first warms up.
    if (round > 0) ratios.push(theirs / ours);
  }
  return median(ratios);
}

function name(index) {
  return `Track ${index}`;
}

function firstTracks() {
  return Array.from({ length: 200 }, (_, index) => ({ name: name(index), seconds: 100 + index }));
}

/** What is saved of tracks that have ids: from the end to the beginning, without the first 50. */
function revised(tracks) {
  const kept = tracks.slice(50).map(({ id, name: before, seconds }, index) => ({
    ...{ id, name: index % 3 === 0 ? `${before}, live` : before },
    seconds,
  }));
  const fresh = firstTracks().slice(0, 50);
  return [...kept, ...fresh].reverse();
}

async function tunezSaves() {
  const tunez = await open({ domains: [Shelf], storage: ':memory:' });
  for (let i = 0; i < albums; i += 1)
    await tunez.create(Album, 'record', { name: `Album ${i}`, tracks: firstTracks() });
  const stored = await tunez.read(Album, 'read', {}, { load: { tracks: true } });
  const saves = stored.map(({ tracks, ...album }) => [album, { tracks: revised(tracks) }]);
  const spent = await timed(async () => {
    for (const [album, input] of saves) await tunez.update(Album, album, 'revise', input);
  });
  const [after] = await tunez.read(Album, 'read', {}, { load: { tracks: true }, limit: 1 });
  check(after.tracks);
  await tunez.close();
  return spent;
}

async function handSaves() {
  const sqlite3 = await library();
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(schema);
  const { run, finalize } = statements(sqlite3, db);
  const at = '2026-01-01T00:00:00.000000Z';
  const insert = (album, { id, name: title, seconds }, number) =>
    run('INSERT INTO tracks VALUES (?, ?, ?, ?, ?, ?, ?)', [
      ...[id, number, title, seconds, at, at, album],
    ]);
  const saves = Array.from({ length: albums }, (_, i) => {
    const album = crypto.randomUUID();
    run('INSERT INTO albums VALUES (?, ?, ?, ?)', [album, `Album ${i}`, at, at]);
    const tracks = firstTracks().map((track) => ({ id: crypto.randomUUID(), ...track }));
    for (const [number, track] of tracks.entries()) insert(album, track, number);
    const gone = tracks.slice(0, 50).map(({ id }) => id);
    return { album, gone, tracks: revised(tracks) };
  });
  const spent = await timed(() => {
    for (const { album, gone, tracks } of saves) {
      run('BEGIN IMMEDIATE', []);
      for (const id of gone) run('DELETE FROM tracks WHERE id = ?', [id]);
      for (const [number, track] of tracks.entries()) {
        const { id, name: title, seconds } = track;
        if (id === undefined) insert(album, { ...track, id: crypto.randomUUID() }, number);
        else
          run('UPDATE tracks SET number = ?, name = ?, seconds = ?, updated_at = ? WHERE id = ?', [
            ...[number, title, seconds, at, id],
          ]);
      }
      run('COMMIT', []);
    }
  });
  const rows = 'SELECT * FROM tracks WHERE album_id = ? ORDER BY number';
  check(db.selectObjects(rows, [saves[0].album]));
  finalize();
  db.close();
  return spent;
}

/** Runs statements, each of which is prepared once. */
function statements({ capi, wasm }, db) {
  const known = new Map();
  const prepared = (sql) => {
    const statement = db.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
  return {
    run(sql, values) {
      const { pointer } = known.get(sql) ?? prepared(sql);
      for (let i = 0; i < values.length; i += 1) {
        const value = values[i];
        if (typeof value === 'number') {
          capi.sqlite3_bind_int(pointer, i + 1, value);
        } else {
          const [text, length] = wasm.allocCString(value, true);
          capi.sqlite3_bind_text(pointer, i + 1, text, length, capi.SQLITE_WASM_DEALLOC);
        }
      }
      expect('a row written', capi.sqlite3_step(pointer), capi.SQLITE_DONE);
      capi.sqlite3_reset(pointer);
    },
    finalize: () => known.forEach((statement) => statement.finalize()),
  };
}

function check(tracks) {
  expect('the number of tracks', tracks.length, 200);
  expect('the new ones in front', tracks[0].name, name(49));
  expect('a changed one behind', tracks[199].name, `${name(50)}, live`);
  for (const [index, { number }] of tracks.entries()) expect('its number', number, index);
}

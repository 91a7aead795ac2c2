// What writing costs beside what it is compared with, in one process: `node --expose-gc writes.mjs [--rounds n]`
// prints one line of JSON. Each pair is measured in turns, round by round; ratios are medians over the rounds.
//
// - create_with_hooks: a create with 3 changes, 3 validations and 2 hooks that are functions, to a plain create;
// - create_with_functions: the same where changes and validations are functions, too, and register the hooks;
// - bulk_create_validated: 100,000 records with 2 validations and a change, from a generator, to the raw insert of
//   sqlite-wasm's OO1; and how much memory that takes more than there was at the start;
// - bulk_update_atomic: 100,000 records in one statement, to the same UPDATE through OO1.
import { parseArgs } from 'node:util';
import { change, domain, expr, open, resource, t, validation } from 'tunez';
import { afterAction, atomicUpdate, beforeAction, setAttribute } from 'tunez/changes';
import { match, numericality, stringLength } from 'tunez/validations';
import { expect, median, now, timed } from './measure.mjs';
import { insertMany, library } from './peers/oo1.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(options.rounds);
const many = 100_000;

const attributes = () => ({
  id: t.uuid().primaryKey(),
  name: t.string().required().public(),
  year: t.integer().required().public(),
  source: t.string().public(),
  plays: t.integer().default(0).public(),
  insertedAt: t.createTimestamp().public(),
  updatedAt: t.updateTimestamp().public(),
});
const accept = ['name', 'year'];

const hooks = [beforeAction((changeset) => changeset), afterAction((_, record) => record)];
const registered = [
  change((changeset) => changeset.beforeAction((before) => before)),
  change((changeset) => changeset.afterAction((_, record) => record)),
];
const Plain = resource('Plain', {
  attributes: attributes(),
  actions: { defaults: ['read'], create: { type: 'create', accept } },
});
const Hooked = resource('Hooked', {
  attributes: attributes(),
  actions: {
    defaults: ['read'],
    create: {
      type: 'create',
      accept,
      changes: [setAttribute('source', 'import'), ...hooks],
      validations: [
        numericality('year', { greaterThan: 1950 }),
        stringLength('name', { max: 60 }),
        match('name', /^[A-Z]/),
      ],
    },
  },
});
const Functions = resource('Functions', {
  attributes: attributes(),
  actions: {
    defaults: ['read'],
    create: {
      type: 'create',
      accept,
      changes: [(changeset) => changeset.changeAttribute('source', 'import'), ...registered],
      validations: [
        validation((changeset) => (changeset.getAttribute('year') > 1950 ? null : 'too early')),
        validation((changeset) =>
          changeset.getAttribute('name').length <= 60 ? null : 'too long',
        ),
        validation((changeset) => (/^[A-Z]/.test(changeset.getAttribute('name')) ? null : 'no')),
      ],
    },
  },
});
const Track = resource('Track', {
  attributes: attributes(),
  validations: [numericality('year', { greaterThan: 1950 }), stringLength('name', { max: 60 })],
  actions: {
    defaults: ['read'],
    create: { type: 'create', accept, changes: [setAttribute('source', 'import')] },
    play: {
      type: 'update',
      accept: [],
      changes: [
        atomicUpdate(
          'plays',
          expr(({ plays }) => plays.plus(1)),
        ),
      ],
    },
  },
});
const Writes = domain('Writes', { resources: { Plain, Hooked, Functions, Track } });

const schema = `CREATE TABLE tracks (
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, year INTEGER NOT NULL, source TEXT, plays INTEGER,
  inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL)`;
const insert = 'INSERT INTO tracks VALUES (?, ?, ?, ?, ?, ?, ?)';
const update = `UPDATE tracks SET plays = plays + 1,
  updated_at = CASE WHEN plays + 1 IS NOT plays THEN '2026-01-02T00:00:00Z' ELSE updated_at END`;

console.log(JSON.stringify(await measure()));

async function measure() {
  const found = { creates: [], functions: [], bulk: [], memory: [], updates: [] };
  for (let round = 0; round <= rounds; round += 1) {
    // The first warms up.
    const keep = (list, value) => round > 0 && list.push(value);
    const creates = await singles();
    keep(found.creates, creates.hooked / creates.plain);
    keep(found.functions, creates.functions / creates.plain);
    const ours = await tunezBulk();
    const theirs = await oo1Bulk();
    keep(found.bulk, theirs.insert / ours.insert);
    keep(found.memory, ours.megabytes);
    keep(found.updates, theirs.update / ours.update);
  }
  return {
    create_with_hooks: { ratio: median(found.creates), asked: 0.6 },
    create_with_functions: { ratio: median(found.functions) },
    bulk_create_validated: {
      ratio: median(found.bulk),
      asked: 2,
      megabytes: Math.max(...found.memory),
      most_megabytes: 100,
    },
    bulk_update_atomic: { ratio: median(found.updates), asked: 0.8 },
  };
}

/** Creates per second of each kind, in turns. */
async function singles() {
  const tunez = await open({ domains: [Writes], storage: ':memory:' });
  const spent = { plain: 0, hooked: 0, functions: 0 };
  const kinds = { plain: Plain, hooked: Hooked, functions: Functions };
  const [count, steps] = [200, 20];
  for (let step = 0; step < steps; step += 1) {
    for (const [kind, of] of Object.entries(kinds)) {
      const started = now();
      for (let i = 0; i < count; i += 1)
        await tunez.create(of, 'create', { name: `Track ${i}`, year: 1960 + (i % 60) });
      spent[kind] += now() - started;
    }
  }
  await tunez.close();
  return Object.fromEntries(
    Object.entries(spent).map(([kind, milliseconds]) => [kind, (count * steps) / milliseconds]),
  );
}

function* inputs() {
  for (let i = 0; i < many; i += 1) yield { name: `Track ${i}`, year: 1960 + (i % 60) };
}

async function tunezBulk() {
  const tunez = await open({ domains: [Writes], storage: ':memory:' });
  const before = megabytes();
  const insert = await timed(async () => {
    const result = await tunez.bulkCreate(Track, 'create', inputs(), { batchSize: 1000 });
    expect('a success', result.status, 'success');
  });
  const used = megabytes() - before;
  const updated = await timed(async () => {
    const result = await tunez.bulkUpdate(Track, {}, 'play', {}, { strategy: 'atomic' });
    expect('a success', result.status, 'success');
  });
  expect('plays', await tunez.aggregate(Track, 'sum', 'plays'), many);
  await tunez.close();
  return { insert, update: updated, megabytes: used };
}

async function oo1Bulk() {
  const sqlite3 = await library();
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(schema);
  const at = '2026-01-01T00:00:00Z';
  const rows = Array.from(inputs(), ({ name, year }) => [
    crypto.randomUUID(),
    name,
    year,
    'import',
    0,
    at,
    at,
  ]);
  const inserted = await timed(() => insertMany(db, insert, rows));
  const updated = await timed(() => db.exec(update));
  db.close();
  return { insert: inserted, update: updated };
}

function megabytes() {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

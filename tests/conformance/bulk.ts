// Many records at once, and records that are there already.
import assert from 'node:assert/strict';
import { atomicRef, Changeset, metadataOf } from 'tunez';
import { Stock } from './music.ts';
import { codesOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const bulk = all;

const named = (...names: string[]) => names.map((name) => ({ name }));

scenario(
  'functions for batches change a batch at once, and a record alone alone',
  async (tunez) => {
    const result = await tunez.bulkCreate(Stock, 'batched', named('a', 'b', 'c'), {
      batchSize: 2,
      returnRecords: true,
      sorted: true,
    });
    assert.deepEqual(
      result.records?.map(({ note }) => note),
      ['one of 2, before', 'one of 2, before', 'one of 1, before'],
    );
    assert.equal((await tunez.music.createBatched({ name: 'd' })).note, 'alone');
  },
);

scenario('what fails after a batch was written undoes the batch', async (tunez) => {
  const result = await tunez.bulkCreate(Stock, 'batched', named('a', 'refused', 'c'), {
    batchSize: 2,
    returnErrors: true,
  });
  assert.equal(result.status, 'partialSuccess');
  assert.equal(result.errorCount, 2);
  assert.deepEqual(
    result.errors?.map(({ path, field, message }) => [path, field, message]),
    [
      [[0], 'name', 'is refused'],
      [[1], 'name', 'is refused'],
    ],
  );
  assert.deepEqual(
    (await tunez.music.readStocks()).map(({ name }) => name),
    ['c'],
  );
});

scenario('an upsert updates the record whose identity is taken', async (tunez) => {
  const first = await tunez.music.createStock({ name: 'a', count: 1, note: 'first' });
  const again = await tunez.music.createStock(
    { name: 'a', count: 2 },
    { upsert: true, upsertIdentity: 'uniqueName' },
  );
  const updated = { ...first, __metadata__: { upsert_action: 'update' } };
  assert.deepEqual(again, { ...updated, count: 2 });
  const fields = { upsert: true, upsertIdentity: 'uniqueName' } as const;
  assert.deepEqual(
    await tunez.music.createStock({ name: 'a', count: 3 }, { ...fields, upsertFields: [] }),
    again,
  );
  assert.deepEqual(
    await tunez.music.createStock(
      { name: 'a', count: 3, note: 'other' },
      { ...fields, upsertFields: { replaceAllExcept: ['count'] } },
    ),
    { ...again, note: 'other' },
  );
});

scenario('a record for which the condition does not hold is stale', async (tunez) => {
  const first = await tunez.music.recordStock({ name: 'a', count: 5 });
  assert.deepEqual(await codesOf(tunez.music.recordStock({ name: 'a', count: 4 })), [
    'stale_record',
  ]);
  const written = await tunez.music.recordStock({ name: 'a', count: 6 });
  assert.deepEqual([written.id, written.count], [first.id, 6]);
});

scenario('an upsert tells whether it inserted a record or updated the one there', async (tunez) => {
  const record = async (count: number) => tunez.music.recordStock({ name: 'a', count });
  assert.deepEqual(metadataOf(await record(1)), { upsertAction: 'insert' });
  const updated = await record(2);
  assert.deepEqual(metadataOf(updated), { upsertAction: 'update' });
  const many = await tunez.bulkCreate(Stock, 'record', [{ name: 'b' }, { name: 'a', count: 3 }], {
    returnRecords: true,
  });
  assert.deepEqual(
    many.records?.map((one) => [one.name, metadataOf(one).upsertAction]),
    [
      ['b', 'insert'],
      ['a', 'update'],
    ],
  );
  const skipped = await tunez.bulkCreate(Stock, 'record', [{ name: 'a', count: 1 }], {
    returnRecords: true,
    returnSkippedUpsert: true,
  });
  assert.deepEqual(metadataOf(skipped.records![0]!), { upsertSkipped: true });
  assert.deepEqual(metadataOf(await tunez.music.createStock({ name: 'c' })), {});
});

scenario('a record that an upsert gave back can be changed like any other', async (tunez) => {
  const upserted = await tunez.music.recordStock({ name: 'a', count: 1 });
  const updated = await tunez.update(Stock, upserted, 'update', { count: 5 });
  assert.deepEqual(updated, { id: upserted.id, name: 'a', count: 5, note: null });
});

scenario('inputs that are assumed to be cast are stored as they are, or refused', async (tunez) => {
  const inputs = [
    { name: ' a ', count: 1 },
    { name: 7, count: 1 },
    { name: 'c', count: '1' },
    { name: 'd', count: 1, id: 'no' },
  ] as { name: string; count: number }[];
  const result = await tunez.bulkCreate(Stock, 'create', inputs, {
    assumeCasted: true,
    returnRecords: true,
    returnErrors: true,
  });
  assert.deepEqual(
    result.records?.map(({ name, count }) => [name, count]),
    [[' a ', 1]],
  );
  assert.deepEqual(
    result.errors?.map(({ path, code, field }) => [path, code, field]),
    [
      [[1], 'invalid_attribute', 'name'],
      [[2], 'invalid_attribute', 'count'],
      [[3], 'no_such_input', undefined],
    ],
  );
});

scenario(
  'a bulk upsert leaves out what it did not write, unless that is asked for',
  async (tunez) => {
    const { id } = await tunez.music.recordStock({ name: 'a', count: 5 });
    const inputs = [
      { name: 'a', count: 1 },
      { name: 'b', count: 1 },
    ];
    const written = await tunez.bulkCreate(Stock, 'record', inputs, { returnRecords: true });
    assert.equal(written.status, 'success');
    assert.deepEqual(
      written.records?.map(({ name }) => name),
      ['b'],
    );
    const all = await tunez.bulkCreate(Stock, 'record', [inputs[0]!], {
      returnRecords: true,
      returnSkippedUpsert: true,
    });
    assert.deepEqual(all.records, [
      { id, name: 'a', count: 5, note: null, __metadata__: { upsert_skipped: true } },
    ]);
  },
);

scenario('a bulk update is one statement over a query', async (tunez) => {
  await tunez.bulkCreate(Stock, 'create', named('a', 'b', 'c'));
  const result = await tunez.bulkUpdate(
    Stock,
    { filter: { name: { in: ['a', 'c'] } } },
    'annotate',
    {},
    { returnRecords: true },
  );
  assert.deepEqual(result.records?.map(({ name, note, count }) => [name, note, count]).sort(), [
    ['a', 'a', 7],
    ['c', 'c', 7],
  ]);
});

scenario('a bulk update reads each record where that is asked for', async (tunez) => {
  await tunez.bulkCreate(Stock, 'create', named('a', 'b'));
  const records = await tunez.music.readStocks();
  const result = await tunez.bulkUpdate(
    Stock,
    records,
    'annotate',
    {},
    {
      returnRecords: true,
      sorted: true,
      strategy: 'stream',
    },
  );
  assert.deepEqual(
    result.records?.map(({ note }) => note),
    records.map(({ name }) => `read: ${name}`),
  );
});

scenario('what cannot be one statement is refused, unless records may be read', async (tunez) => {
  await tunez.bulkCreate(Stock, 'create', named('a'));
  const refused = await tunez.bulkUpdate(Stock, {}, 'mark', {}, { returnErrors: true });
  assert.deepEqual(
    refused.errors?.map(({ code }) => code),
    ['no_matching_bulk_strategy'],
  );
  const done = await tunez.bulkUpdate(Stock, {}, 'mark', {}, { strategy: ['atomic', 'stream'] });
  assert.equal(done.status, 'success');
});

scenario('an action that must be atomic is one statement, or fails', async (tunez) => {
  const stock = await tunez.music.createStock({ name: 'a' });
  const updated = await tunez.update(Stock, stock, 'annotateNow', {});
  assert.deepEqual(updated, { ...stock, note: 'a', count: 7 });
  assert.deepEqual(await codesOf(tunez.update(Stock, stock, 'mark', {})), ['must_be_atomic']);
});

scenario('an atomic update sets what the stored row holds', async (tunez) => {
  const stock = await tunez.music.createStock({ name: 'a' });
  assert.equal((await tunez.update(Stock, stock, 'copyName', {})).note, 'a');
  const changeset = Changeset.forUpdate(Stock, stock, 'update', {}).atomicUpdate(
    'note',
    atomicRef('name'),
  );
  assert.equal((await tunez.evaluate(changeset)).changingAttribute('note'), true);
  assert.equal((await tunez.update(changeset)).note, 'a');
});

scenario('a validation that one record fails undoes a bulk destroy', async (tunez) => {
  await tunez.bulkCreate(Stock, 'create', [{ name: 'a' }, { name: 'b', count: 1 }]);
  const result = await tunez.bulkDestroy(Stock, {}, 'empty', {}, { returnErrors: true });
  assert.deepEqual(
    result.errors?.map(({ field, message }) => [field, message]),
    [['count', 'must equal 0']],
  );
  assert.equal((await tunez.music.readStocks()).length, 2);
  await tunez.bulkDestroy(Stock, { filter: { count: 0 } }, 'empty');
  assert.equal((await tunez.music.readStocks()).length, 1);
});

scenario('many records are updated, each with an input of its own', async (tunez) => {
  const [a, b] = await Promise.all(
    ['a', 'b'].map((name) => tunez.music.createStock({ name, count: 1 })),
  );
  assert.ok(a && b);
  const gone = crypto.randomUUID();
  const result = await tunez.updateMany(
    Stock,
    [
      [a, { count: 10 }],
      [gone, { count: 20 }],
      [b.id, { count: 30 }],
    ],
    'update',
    { returnRecords: true, returnErrors: true },
  );
  assert.equal(result.status, 'partialSuccess');
  assert.deepEqual(
    result.records?.map(({ count }) => count),
    [10, 30],
  );
  assert.deepEqual(
    result.errors?.map(({ code, path }) => [code, path]),
    [['not_found', [1]]],
  );
});

scenario('what a bulk create makes is streamed while inputs are asked for', async (tunez) => {
  let asked = 0;
  function* inputs() {
    for (asked = 1; asked <= 5000; asked++) yield { name: `n${asked}`, count: asked };
  }
  const names: string[] = [];
  for await (const item of tunez.bulkCreateStream(Stock, 'create', inputs())) {
    assert.ok(item.ok);
    names.push(item.data.name);
    if (names.length === 10) break;
  }
  assert.deepEqual(names.slice(0, 2), ['n1', 'n2']);
  assert.ok(asked < 2500);
});

scenario('errors beyond a thousand are counted and not described', async (tunez) => {
  function* inputs() {
    for (let i = 0; i < 2500; i++) yield { name: '' };
  }
  const result = await tunez.bulkCreate(Stock, 'create', inputs(), { returnErrors: true });
  assert.equal(result.status, 'error');
  assert.equal(result.errorCount, 2500);
  assert.equal(result.errors?.length, 1000);
});

scenario('inputs that end in an exception leave what was made before them', async (tunez) => {
  function* inputs() {
    for (let i = 0; i < 1500; i++) yield { name: `n${i}` };
    throw new RangeError('no more');
  }
  assert.deepEqual(await codesOf(tunez.bulkCreate(Stock, 'create', inputs())), ['callback_failed']);
  assert.equal((await tunez.music.readStocks()).length, 1000);
  assert.equal((await tunez.music.createStock({ name: 'goes on' })).count, 0);
});

scenario('a manual action makes its record itself, or says what is wrong', async (tunez) => {
  const made = await tunez.create(Stock, 'imagine', { name: 'idea' });
  assert.equal(made.note, 'imagined');
  assert.deepEqual(await codesOf(tunez.create(Stock, 'imagine', { name: 'unthinkable' })), [
    'invalid_attribute',
  ]);
  assert.deepEqual(await tunez.music.readStocks(), []);
});

scenario('a record is read again before it is written', async (tunez) => {
  const stock = await tunez.music.createStock({ name: 'a', count: 1 });
  await tunez.update(Stock, stock, 'update', { count: 2 });
  const updated = await tunez.update(Stock, stock, 'reread', { note: 'fresh' });
  assert.deepEqual([updated.count, updated.note], [2, 'fresh']);
});

// Functions that are given the changesets of a bulk action.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type Changeset, Invalid, open } from 'tunez';
import { Music, type MusicTunez, Stock } from '../conformance/music.ts';
import { openOverChannel } from '../conformance/over_channel.ts';

let tunez: MusicTunez;
beforeEach(async () => {
  tunez = await open({ domains: [Music], storage: ':memory:' });
});
afterEach(() => tunez.close());

const told = { returnRecords: true, returnErrors: true } as const;
const inputs = [{ name: 'a' }, { name: 'b', count: 2 }];

test('transformChangeset may return a changed changeset, or nothing', async () => {
  const seen: unknown[] = [];
  const result = await tunez.bulkCreate(Stock, 'create', inputs, {
    ...told,
    transformChangeset: (changeset) => {
      seen.push([changeset.action, changeset.getAttribute('name')]);
      if (changeset.getAttribute('name') === 'b')
        return changeset.changeAttribute('note', 'transformed');
    },
  });
  assert.deepEqual(
    result.records?.map(({ name, note }) => [name, note]),
    [
      ['a', null],
      ['b', 'transformed'],
    ],
  );
  assert.deepEqual(seen, [
    ['create', 'a'],
    ['create', 'b'],
  ]);
});

test('transformChangeset runs for each piece of a bulk create that is sent in several', async () => {
  const many = Array.from({ length: 2500 }, (_, index) => ({ name: `s${index}` }));
  let count = 0;
  const result = await tunez.bulkCreate(Stock, 'create', many, {
    transformChangeset: (changeset) => changeset.changeAttribute('count', ++count),
  });
  assert.deepEqual([result.status, count], ['success', 2500]);
});

test('transformChangeset may add errors and hooks', async () => {
  const seen: string[] = [];
  const result = await tunez.bulkCreate(Stock, 'create', inputs, {
    ...told,
    transformChangeset: (changeset) =>
      changeset.getAttribute('count') === 2
        ? changeset.addError({ field: 'count', message: 'is too much' })
        : changeset.afterAction((_, record) => {
            seen.push(record.name);
          }),
  });
  assert.deepEqual(
    result.errors?.map(({ path, field, message }) => [path, field, message]),
    [[[1], 'count', 'is too much']],
  );
  assert.deepEqual(seen, ['a']);
});

test('transformChangeset of bulk updates and destroys sees each record', async () => {
  await tunez.bulkCreate(Stock, 'create', inputs);
  const options = { ...told, strategy: 'stream' } as const;
  const updated = await tunez.bulkUpdate(
    Stock,
    {},
    'update',
    {},
    {
      ...options,
      transformChangeset: (changeset) =>
        changeset.changeAttribute('note', `was ${changeset.getData('count')}`),
    },
  );
  assert.deepEqual(updated.records?.map(({ note }) => note).sort(), ['was 0', 'was 2']);
  const many = await tunez.updateMany(
    Stock,
    updated.records.map((record) => [record, {}] as const),
    'update',
    { transformChangeset: (changeset) => changeset.changeAttribute('note', 'again') },
  );
  assert.equal(many.status, 'success');
  const gone: unknown[] = [];
  await tunez.bulkDestroy(
    Stock,
    {},
    'destroy',
    {},
    {
      ...options,
      transformChangeset: (changeset) => {
        gone.push(changeset.getData('note'));
      },
    },
  );
  assert.deepEqual(gone, ['again', 'again']);
});

test('transformChangeset leaves no way to write all records by one statement', async () => {
  await tunez.bulkCreate(Stock, 'create', inputs);
  const result = await tunez.bulkUpdate(
    Stock,
    {},
    'update',
    { note: 'x' },
    {
      ...told,
      transformChangeset: (changeset) => changeset,
    },
  );
  assert.equal(result.status, 'error');
  assert.equal(result.errors?.[0]?.code, 'no_matching_bulk_strategy');
  assert.match(JSON.stringify(result.errors), /transform_changeset/);
});

for (const [returned, code, transform] of [
  ['a promise', 'callback_returned_promise', () => Promise.resolve()],
  ['a number', 'callback_failed', () => 7],
  ['nil', 'callback_failed', () => null],
  ['another changeset', 'callback_failed', () => stranger],
  [
    'nothing, because it throws,',
    'callback_failed',
    () => {
      throw new RangeError('no');
    },
  ],
] as const)
  test(`transformChangeset that returns ${returned} fails the record with a typed error`, async () => {
    const result = await tunez.bulkCreate(Stock, 'create', [{ name: 'a' }], {
      ...told,
      transformChangeset: transform as never,
    });
    assert.equal(result.status, 'error');
    assert.deepEqual(
      result.errors?.map((error) => [error.code, error.path]),
      [[code, [0]]],
    );
    assert.equal((await tunez.bulkCreate(Stock, 'create', [{ name: 'a' }])).status, 'success');
  });

let stranger: Changeset;
beforeEach(async () => {
  const { Changeset: Class } = await import('tunez');
  stranger = Class.forCreate(Stock, 'create', { name: 'other' });
});

test('transformChangeset cannot be sent to a worker', async () => {
  const page = await openOverChannel();
  const bulk = page.bulkCreate(Stock, 'create', inputs, {
    transformChangeset: (changeset) => changeset,
  });
  await assert.rejects(bulk, Invalid);
  await page.close();
});

// Bulk calls, upserts and changes as objects.
import { atomicRef, change, Changeset, open, ref, resource, t, upsertConflict } from 'tunez';
import { atomicUpdate } from 'tunez/changes';
import { Artist, Music } from './music.ts';

const tunez = await open({ domains: [Music], storage: ':memory:' });

await tunez.bulkUpdate(Artist, ['a'], 'update', { name: 'x' }, { strategy: 'atomicBatches' });
await tunez.bulkUpdate(Artist, { filter: { name: 'x' }, limit: 1 }, 'update', { name: 'y' });
await tunez.bulkDestroy(Artist, {}, 'destroy', {}, { strategy: ['atomic', 'stream'] });
// @ts-expect-error there is no such strategy
await tunez.bulkDestroy(Artist, {}, 'destroy', {}, { strategy: 'fast' });
// @ts-expect-error an artist has no such field
await tunez.bulkDestroy(Artist, { filter: { nmae: 'x' } }, 'destroy');
// @ts-expect-error what is updated is there already
await tunez.bulkUpdate(Artist, [], 'update', {}, { upsert: true });

await tunez.bulkCreate(Artist, 'create', [], {
  assumeCasted: true,
  transformChangeset: (changeset) => changeset.changeAttribute('name', 'x'),
});
await tunez.bulkUpdate(Artist, {}, 'update', {}, { transformChangeset: () => console.log('one') });
await tunez.bulkDestroy(
  Artist,
  {},
  'destroy',
  {},
  {
    transformChangeset: (changeset) => {
      if (changeset.getData('name') === 'x') return changeset.setContext({});
    },
  },
);
// @ts-expect-error it cannot wait for anything
await tunez.bulkCreate(Artist, 'create', [], { transformChangeset: () => Promise.resolve() });
// @ts-expect-error it returns a changeset or nothing
await tunez.bulkCreate(Artist, 'create', [], { transformChangeset: () => 7 });
await tunez.bulkCreate(Artist, 'create', [], {
  // @ts-expect-error an artist has no such field
  transformChangeset: (changeset) => changeset.changeAttribute('nmae', 'x'),
});
// @ts-expect-error a single action has its changeset in hand
await tunez.create(Artist, 'create', { name: 'x' }, { transformChangeset: () => undefined });

const one = { name: 'x' };
await tunez.create(Artist, 'create', one, { upsert: true, upsertFields: ['biography'] });
await tunez.create(Artist, 'create', one, { upsert: true, upsertFields: 'replaceAll' });
await tunez.create(Artist, 'create', one, { upsertFields: { replaceAllExcept: ['name'] } });
await tunez.create(Artist, 'create', one, { upsertCondition: upsertConflict('name').notEq('x') });
// @ts-expect-error an artist has no such field
await tunez.create(Artist, 'create', one, { upsertFields: ['nmae'] });

resource('Item', {
  attributes: { id: t.uuid().primaryKey(), count: t.integer() },
  actions: {
    record: {
      type: 'create',
      upsert: true,
      upsertFields: { replace: ['count'] },
      upsertCondition: ({ count }) => count.lt(upsertConflict('count')),
    },
    twice: { type: 'update', changes: [atomicUpdate('count', ref<number>('count').times(2))] },
    // @ts-expect-error an upsert writes only attributes of its resource
    wrong: { type: 'create', upsertFields: ['cuont'] },
  },
});

change({ batchChange: (changesets) => changesets.map((one) => one.changeAttribute('a', 1)) });
change({ atomic: () => ({ atomic: { count: atomicRef('other') } }) });
change({ afterBatch: (results) => results.map(({ record }) => ({ record })) });
// @ts-expect-error a changeset comes back for each
change({ batchChange: () => 1 });

Changeset.forUpdate(Artist, 'a', 'update', {}).atomicUpdate('biography', ref('name'));

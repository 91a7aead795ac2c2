// What stands for a record: its primary key, whatever that is made of.
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { belongsTo, domain, open, resource, t } from 'tunez';
import type { TunezError } from 'tunez';

const actions = { defaults: ['create', 'read', 'update', 'destroy'] } as const;
const Person = resource('Person', {
  attributes: { id: t.integer().primaryKey().writable(), name: t.string() },
  actions: { ...actions, defaultAccept: ['id', 'name'] },
});
const Desk = resource('Desk', {
  attributes: { room: t.string() },
  relationships: { person: belongsTo('Person', { primaryKey: true, attributeType: 'integer' }) },
  actions: { ...actions, defaultAccept: ['personId', 'room'] },
});
const Friendship = resource('Friendship', {
  attributes: { since: t.integer() },
  relationships: {
    person: belongsTo('Person', { primaryKey: true, attributeType: 'integer' }),
    friend: belongsTo('Person', { primaryKey: true, attributeType: 'integer' }),
  },
  actions: { ...actions, defaultAccept: ['personId', 'friendId', 'since'] },
});
const Office = domain('Office', { resources: { Person, Desk, Friendship } });

const tunez = await open({ domains: [Office], storage: ':memory:' });
after(() => tunez.close());

beforeEach(async () => {
  for (const one of [Friendship, Desk, Person]) await tunez.bulkDestroy(one, {}, 'destroy');
  await tunez.create(Person, 'create', { id: 1, name: 'Ada' });
  await tunez.create(Person, 'create', { id: 2, name: 'Grace' });
});

const code = (wanted: string) => (error: TunezError) => error.errors[0]?.code === wanted;

test('a record whose key is that of a relationship is read by its value', async () => {
  const desk = await tunez.create(Desk, 'create', { personId: 2, room: 'B1' });
  assert.deepEqual(await tunez.get(Desk, 2), desk);
  await assert.rejects(tunez.get(Desk, 1), code('not_found'));
});

test('one value is no key of a record that has two', async () => {
  await tunez.create(Friendship, 'create', { personId: 1, friendId: 2 });
  // @ts-expect-error one value is no key of two
  await assert.rejects(tunez.get(Friendship, 1), code('invalid_primary_key'));
});

test('a record with a key of two is read, changed and destroyed by a map of them', async () => {
  const key = { personId: 1, friendId: 2 };
  await tunez.create(Friendship, 'create', { ...key, since: 1999 });
  assert.equal((await tunez.get(Friendship, key)).since, 1999);
  await tunez.update(Friendship, key, 'update', { since: 2001 });
  assert.equal((await tunez.get(Friendship, key)).since, 2001);
  await tunez.destroy(Friendship, key, 'destroy');
  await assert.rejects(tunez.get(Friendship, key), code('not_found'));
});

test('no key at all is refused, also where there is but one record', async () => {
  await tunez.create(Desk, 'create', { personId: 1 });
  for (const none of [undefined, null, {}])
    await assert.rejects(tunez.get(Desk, none as never), code('invalid_primary_key'));
});

// Embedded resources as an application declares and uses them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  calculate,
  type Changeset,
  domain,
  Instance,
  Invalid,
  open,
  ref,
  resource,
  t,
  Union,
} from 'tunez';

const seen: unknown[] = [];

const Address = resource('Address', {
  embedded: true,
  embedNilValues: false,
  attributes: { city: t.string().required().public(), street: t.string().public() },
  changes: [
    (changeset: Changeset) => {
      const outer = changeset.source;
      seen.push([outer?.action, outer?.source?.action, outer?.source?.getAttribute('nickName')]);
      assert.equal(changeset.context['__source__'], outer);
      return changeset;
    },
  ],
});
const Profile = resource('Profile', {
  embedded: true,
  attributes: {
    firstName: t.string().maxLength(10).required().public(),
    secret: t.string().sensitive().public(),
    address: t.embedded(Address).public(),
  },
  calculations: { greeting: calculate(t.string(), ref('firstName').concat('!')) },
});
const Circle = resource('Circle', {
  embedded: true,
  attributes: { radius: t.integer({ min: 1 }).required().public() },
});
const Square = resource('Square', {
  embedded: true,
  attributes: { side: t.integer({ min: 1 }).required().public() },
});
const Person = resource('Person', {
  attributes: {
    id: t.uuid().primaryKey(),
    nickName: t.string().public(),
    profile: t.embedded(Profile, { load: ['greeting'] }).public(),
    former: t.array(t.embedded(Profile)).public(),
    shapes: t
      .array(
        t.union({
          types: {
            circle: { type: t.embedded(Circle), tag: 'kind', tagValue: 'circle' },
            square: { type: t.embedded(Square), tag: 'kind', tagValue: 'square' },
          },
        }),
      )
      .public(),
  },
  actions: { defaults: ['create', 'read', 'update'], defaultAccept: '*' },
});
const People = domain('People', {
  resources: { Person },
  interface: ({ define }) => ({
    createPerson: define(Person, 'create'),
    readPeople: define(Person, 'read'),
    updatePerson: define(Person, 'update'),
  }),
});

const tunez = await open({ domains: [People], storage: ':memory:' });
after(() => tunez.close());
const { createPerson, readPeople, updatePerson } = tunez.people;

test('a domain has the embedded resources that its resources need, at any depth', async () => {
  const person = await createPerson({
    nickName: 'ada',
    profile: { firstName: 'Ada', address: { city: 'London' } },
  });
  assert.deepEqual(person.profile, {
    firstName: 'Ada',
    secret: null,
    address: { city: 'London', street: null },
    greeting: 'Ada!',
  });
  const [read] = await readPeople({ filter: { id: person.id } });
  assert.deepEqual(read, person);
});

test('a change of an embedded resource sees the changesets that it is part of', async () => {
  seen.length = 0;
  await createPerson({ nickName: 'bob', profile: { firstName: 'B', address: { city: 'Rome' } } });
  assert.deepEqual(seen, [['create', 'create', 'bob']]);
});

test('the errors of embedded values lead to the field in the spelling of the application', async () => {
  const answer = await createPerson.safe({
    profile: { firstName: 'much too long', address: {} },
    former: [{ firstName: 'a' }, {}],
  });
  assert.ok(answer.error instanceof Invalid);
  const lines = answer.error.errors.map(({ path, field }) => [...path, field].join('.'));
  assert.deepEqual(lines.sort(), [
    'former.1.firstName',
    'profile.address.city',
    'profile.firstName',
  ]);
});

test('an instance is stored without its actions, and what is unknown in it is left out', async () => {
  const fields = Object.assign(Object.create(null) as object, { firstName: null, mystery: 1 });
  const person = await createPerson({ profile: new Instance('Profile', fields) as never });
  assert.deepEqual(person.profile, {
    firstName: null,
    secret: null,
    address: null,
    greeting: null,
  });
});

test('a key called __proto__ is a key like any other', async () => {
  const profile = JSON.parse('{"firstName":"a","__proto__":{"secret":"x"}}') as object;
  const answer = await createPerson.safe({ profile: profile as never });
  assert.ok(answer.ok);
  assert.equal(answer.data.profile?.secret, null);
});

test('a list may hold embedded resources of several kinds, told apart by a tag', async () => {
  const person = await createPerson({
    shapes: [{ kind: 'circle', radius: 2 } as never, { kind: 'square', side: 3 } as never],
  });
  assert.deepEqual(person.shapes, [
    new Union('circle', { radius: 2 }),
    new Union('square', { side: 3 }),
  ]);
  const answer = await createPerson.safe({ shapes: [{ kind: 'circle', radius: 0 } as never] });
  assert.deepEqual(
    answer.error?.errors.map(({ path, field, code }) => [...path, field, code]),
    [['shapes', 0, 'radius', 'invalid_attribute']],
  );
});

test('filters lead inside, as deep as the values do', async () => {
  const found = await readPeople({
    filter: { profile: { address: { city: { eq: 'Rome' } } } },
    select: ['nickName'],
  });
  assert.deepEqual(
    found.map(({ nickName }) => nickName),
    ['bob'],
  );
});

test('an update names what changes and keeps the rest, at every depth', async () => {
  const person = await createPerson({
    profile: { firstName: 'Ada', secret: 's', address: { city: 'London' } },
  });
  const moved = await updatePerson(person, { profile: { address: { street: 'Mall' } } });
  assert.deepEqual(moved.profile, {
    firstName: 'Ada',
    secret: 's',
    address: { city: 'London', street: 'Mall' },
    greeting: 'Ada!',
  });
});

test('what a sensitive field of an embedded resource is compared with is not shown', async () => {
  const filter = { profile: { secret: { bogus: 'hush' } } } as never;
  const answer = await readPeople.safe({ filter });
  assert.ok(answer.error !== undefined);
  assert.ok(!JSON.stringify(answer.error.errors).includes('hush'));
});

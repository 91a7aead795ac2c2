// What a console shows of the package's objects.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import {
  belongsTo,
  Changeset,
  connect,
  domain,
  hasMany,
  open,
  resource,
  t,
  TunezError,
} from 'tunez';
import { serve } from 'tunez/worker';

const Address = resource('Address', {
  embedded: true,
  attributes: {
    street: t.string().public(),
    code: t.string().sensitive().public(),
  },
});
const Member = resource('Member', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    pin: t.string().maxLength(8).sensitive().default('initial').public(),
    level: t.integer({ min: 1 }).sensitive().public(),
    address: t.embedded(Address).public(),
  },
  relationships: { club: belongsTo('Club', { attributePublic: true }) },
  actions: {
    defaults: ['read', 'destroy'],
    defaultAccept: ['name', 'pin', 'level', 'address', 'clubId'],
    create: { type: 'create', arguments: { password: t.string().sensitive(), hint: t.string() } },
    update: { type: 'update' },
  },
});
const Club = resource('Club', {
  attributes: { id: t.uuid().primaryKey(), name: t.string().public() },
  relationships: { members: hasMany('Member') },
  actions: { defaults: ['read', 'create'], defaultAccept: ['name'] },
});
const Society = domain('Society', {
  resources: { Member, Club },
  interface: ({ define }) => ({ createMember: define(Member, 'create') }),
});

const tunez = await open({ domains: [Society], storage: ':memory:' });
after(() => tunez.close());

const secrets = ['PIN-0001', 'PASSWORD', 'CODE-9'];
const input = {
  name: 'Ann',
  pin: 'PIN-0001',
  password: 'PASSWORD',
  hint: 'a hint',
  address: { street: 'High Street', code: 'CODE-9' },
};

function assertNoSecret(text: string): void {
  for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
}

test('a changeset prints what it changes, without what is sensitive', () => {
  const changeset = Changeset.forCreate(Member, 'create', input);
  const text = inspect(changeset);
  assert.equal(text, String(changeset));
  assert.match(text, /^#Changeset<Member\.create, type: create, attributes: %\{name: "Ann", /);
  assert.match(text, /pin: "\*\*redacted\*\*"/);
  assert.match(text, /arguments: %\{password: "\*\*redacted\*\*", hint: "a hint"\}/);
  assert.match(text, /street: "High Street", code: "\*\*redacted\*\*"/);
  assert.match(text, /errors: \[\], valid: true>$/);
  assertNoSecret(text);
  assertNoSecret(JSON.stringify(changeset));
});

test('an invalid changeset prints its errors, and prints in a list as well', () => {
  const changeset = Changeset.forCreate(Member, 'create', { pin: 'PIN-0001 too long' } as never);
  const text = inspect([changeset]);
  assert.match(text, /required name: attribute name is required/);
  assert.match(text, /valid: false/);
  assertNoSecret(text);
});

test('printing a changeset does not run the functions of its action once more', async () => {
  let runs = 0;
  const Counted = resource('Counted', {
    attributes: { id: t.uuid().primaryKey() },
    actions: {
      create: {
        type: 'create',
        changes: [
          (changeset) => {
            runs++;
            return changeset;
          },
        ],
      },
    },
  });
  const counting = await open({
    domains: [domain('Counting', { resources: { Counted } })],
    storage: ':memory:',
  });
  const changeset = Changeset.forCreate(Counted, 'create');
  assert.equal(changeset.valid, true);
  assert.match(inspect(changeset), /Counted\.create/);
  assert.equal(runs, 1);
  await counting.close();
});

test('a changeset in a callback prints, also when it is asked later', async () => {
  const texts: string[] = [];
  let kept: Changeset | undefined;
  const changeset = Changeset.forCreate(Member, 'create', input).beforeAction((given) => {
    texts.push(inspect(given.forceChangeAttribute('level', 3)));
    kept = given;
  });
  await tunez.create(changeset);
  assert.match(texts[0]!, /^#Changeset<Member\.create.*level: "\*\*redacted\*\*"/);
  assertNoSecret(texts[0]!);
  assert.match(inspect(kept), /^#Changeset</);
});

test('a changeset that no engine has evaluated prints which operations it is made of', () => {
  const Elsewhere = resource('Elsewhere', {
    attributes: { id: t.uuid().primaryKey(), pin: t.string().sensitive() },
    actions: { create: { type: 'create', accept: ['pin'] } },
  });
  const changeset = Changeset.forCreate(Elsewhere, 'create', { pin: 'PIN-0001' });
  assert.equal(
    inspect(changeset.setContext({ a: 1 })),
    '#Changeset<Elsewhere, not evaluated, for_create, set_context>',
  );
});

test('a changeset that a worker has evaluated prints what it changes', async () => {
  const { port1, port2 } = new MessageChannel();
  serve({ domains: [Away], scope: port2 });
  const page = await connect(port1, { domains: [Away], storage: ':memory:' });
  const changeset = Changeset.forCreate(Guest, 'create', { name: 'Ann', pin: 'PIN-0001' });
  const evaluated = await page.evaluate(changeset);
  assert.match(inspect(evaluated), /^#Changeset<Guest\.create.*pin: "\*\*redacted\*\*"/);
  const record = await page.create(Guest, 'create', { name: 'Ann', pin: 'PIN-0001' });
  assert.equal(record.pin, 'PIN-0001');
  assert.match(inspect(record), /pin: '\*\*redacted\*\*'/);
  await page.close();
  port1.close();
});

const Guest = resource('Guest', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().public(),
    pin: t.string().sensitive().public(),
  },
  actions: { create: { type: 'create', accept: ['name', 'pin'] } },
});
const Away = domain('Away', { resources: { Guest } });

test('an error prints its text, the codes with their places, and where it was thrown', async () => {
  const failed = await tunez.society.createMember
    .safe({ pin: 'PIN-0001 too long', level: 0 } as never)
    .then((result) => (result.ok ? assert.fail() : result.error));
  const text = inspect(failed);
  assert.match(text, /^Invalid: /);
  assert.match(text, /\n {2}\[required name\]/);
  assert.match(text, /\n {2}\[invalid_attribute pin\]/);
  assert.match(text, /\n {4}at /);
  assertNoSecret(text);
  assertNoSecret(JSON.stringify(failed));
  assertNoSecret(String(failed));
});

test('what caused an error is printed with it', () => {
  const error = new TunezError(
    'framework',
    [
      {
        code: 'engine_failed',
        class: 'framework',
        message: 'it stopped',
        template: '',
        vars: {},
        path: [],
      },
    ],
    { cause: new RangeError('out of memory') },
  );
  assert.match(
    inspect(error),
    /it stopped\n {2}\[engine_failed\][^]*\[cause\]: RangeError: out of memory/,
  );
});

test('resources and domains print what they have, without values of theirs', () => {
  const text =
    '#Resource<Member, attributes: [id: uuid, name: string, pin: string (sensitive), ' +
    'level: integer (sensitive), address: Address], relationships: [club: Club], ' +
    'actions: [create, update, read, destroy]>';
  assert.equal(inspect(Member), text);
  assert.equal(String(Member), text);
  assert.equal(JSON.stringify({ Member }), JSON.stringify({ Member: text }));
  assert.equal(
    inspect(Society),
    '#Domain<Society, resources: [Member, Club], interface: [createMember]>',
  );
});

test('a record prints its fields, with what is sensitive hidden and still there', async () => {
  const club = await tunez.create(Club, 'create', { name: 'Chess' });
  const member = await tunez.create(Member, 'create', { ...input, clubId: club.id } as never);
  assert.equal(member.pin, 'PIN-0001');
  const text = inspect(member);
  assert.match(text, /name: 'Ann'/);
  assert.match(text, /pin: '\*\*redacted\*\*'/);
  assert.match(text, /level: null/);
  assertNoSecret(text);
  assert.deepEqual(Object.keys(member), Object.keys({ ...member }));
  assert.equal((JSON.parse(JSON.stringify(member)) as typeof member).pin, 'PIN-0001');
  assert.deepEqual(await tunez.get(Member, member.id), member);
  assert.deepEqual(structuredClone(member), member);
});

test('records that were loaded, listed or written in bulk hide what is sensitive as well', async () => {
  const club = await tunez.create(Club, 'create', { name: 'Go' });
  const bulk = await tunez.bulkCreate(Member, 'create', [{ ...input, clubId: club.id }], {
    returnRecords: true,
  });
  assertNoSecret(inspect(bulk, { depth: 5 }));
  const [loaded] = await tunez.load(Club, [club], { members: true });
  assert.equal(loaded?.members[0]?.pin, 'PIN-0001');
  assertNoSecret(inspect(loaded, { depth: 5 }));
  assertNoSecret(inspect(await tunez.read(Member), { depth: 5 }));
});

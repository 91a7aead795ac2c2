/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// A mistake in a definition is an error at the place where it was made.
import { belongsTo, change, count, domain, hasMany, resource, t } from 'tunez';
import { changing, numericality, present } from 'tunez/validations';
import { setAttribute } from 'tunez/changes';

const attributes = {
  id: t.uuid().primaryKey(),
  name: t.string().required().public(),
  year: t.integer(),
};

resource('Thing', {
  attributes,
  actions: {
    // @ts-expect-error an action accepts only attributes of its resource
    create: { type: 'create', accept: ['nmae'] },
  },
});

resource('Thing', {
  attributes,
  // @ts-expect-error so does the default
  actions: { defaults: ['create'], defaultAccept: ['nmae'] },
});

resource('Thing', {
  attributes,
  // @ts-expect-error there is no default action of that name
  actions: { defaults: ['craete'] },
});

resource('Thing', {
  attributes,
  // @ts-expect-error an identity has attributes as keys
  identities: { unique: { keys: ['nmae'] } },
});

resource('Thing', {
  attributes,
  // @ts-expect-error a validation names a field
  validations: [numericality('yaer', { greaterThan: 1 })],
});

resource('Thing', {
  attributes,
  // @ts-expect-error so do its conditions
  validations: [numericality('year', { greaterThan: 1 }).where(present('nmae'))],
});

resource('Thing', {
  attributes,
  relationships: { owner: belongsTo('Owner') },
  validations: [
    present('ownerId'),
    changing('owner'),
    (changeset) => (changeset.valid ? null : 'no'),
  ],
  actions: {
    create: {
      type: 'create',
      accept: ['name', 'ownerId'],
      arguments: { reason: t.string().required() },
      changes: [setAttribute('year', 1), (changeset) => changeset.changeAttribute('name', 'x')],
      validations: [present(['reason', 'name'])],
    },
    // @ts-expect-error the argument belongs to another action
    update: { type: 'update', accept: ['name'], validations: [present('reason')] },
  },
});

resource('Thing', {
  attributes,
  actions: {
    create: {
      type: 'create',
      accept: ['name'],
      // @ts-expect-error there is no such attribute
      changes: [(changeset) => changeset.changeAttribute('nmae', 'x')],
    },
  },
});

// @ts-expect-error a change returns a changeset, and no promise
change((changeset) => Promise.resolve(changeset));

// @ts-expect-error a default is a value of its type
t.integer().default('x');
// @ts-expect-error so is what a function makes
t.string().default(() => 7);
// @ts-expect-error a text has no greatest value
t.string().max(3);
// @ts-expect-error nor as an option
t.string({ max: 3 });

const Lonely = resource('Lonely', {
  attributes,
  relationships: { friends: hasMany('Friend') },
  aggregates: { friendCount: count('friends') },
  actions: { defaults: ['read'] },
});
domain('World', {
  // @ts-expect-error a relationship leads to a resource of the domain
  resources: { Lonely },
});

const Friend = resource('Friend', {
  attributes,
  relationships: { lonely: belongsTo('Lonely') },
  actions: { defaults: ['read', { create: ['name', 'lonelyId'] }] },
});
domain('World', {
  resources: { Lonely, Friend },
  interface: ({ define }) => ({
    read: define(Lonely, 'read'),
    // @ts-expect-error there is no such action
    create: define(Lonely, 'create'),
    // @ts-expect-error an argument is an input of the action
    make: define(Friend, 'create', { args: ['nmae'] }),
    // @ts-expect-error a record is got by attributes
    get: define(Lonely, 'read', { getBy: 'nmae' }),
    // @ts-expect-error only what is there is loaded
    all: define(Lonely, 'read', { load: ['enemies'] }),
  }),
});
domain('World', {
  // @ts-expect-error a resource stands under its own name
  resources: { Lonley: Lonely, Friend },
});

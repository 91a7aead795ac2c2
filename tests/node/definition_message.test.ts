import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyAttribute } from '../../js/src/definition/attribute.ts';
import { change, validation } from '../../js/src/definition/custom.ts';
import { count, first } from '../../js/src/definition/derived.ts';
import { domain } from '../../js/src/definition/domain.ts';
import { actor, arg, ref } from '../../js/src/definition/expression.ts';
import { definitionMessage, resourceMessage } from '../../js/src/definition/message/definition.ts';
import { belongsTo, hasMany, manyToMany } from '../../js/src/definition/relationship.ts';
import { type AnyResource, resource } from '../../js/src/definition/resource.ts';
import { newType, t } from '../../js/src/definition/t.ts';
import { setAttribute } from '../../js/src/changes.ts';
import { build } from '../../js/src/preparations.ts';
import * as validations from '../../js/src/validations.ts';
import { encode } from '../../js/src/wire/codec.ts';
import { TunezError } from '../../js/src/wire/errors.ts';

type Named = Record<string, unknown> & { name: string };

function messageOf(subject: AnyResource): {
  message: Record<string, never[]>;
  callbacks: unknown[];
} {
  const callbacks: unknown[] = [];
  const made = resourceMessage(subject, (callback) => callbacks.push(callback) - 1);
  // What is sent is JSON: it must be encodable, and what is undefined does not count.
  return { message: JSON.parse(encode(made)) as Record<string, never[]>, callbacks };
}

function attributesOf(attributes: Parameters<typeof resource>[1]['attributes']): Named[] {
  return messageOf(resource('Thing', { attributes: attributes! })).message['attributes'] as Named[];
}

function attributeOf(attribute: AnyAttribute): Named {
  return attributesOf({ someField: attribute })[0]!;
}

test('an attribute carries both spellings of its name', () => {
  assert.deepEqual(attributeOf(t.string().required().public()), {
    name: 'some_field',
    key: 'someField',
    type: 'string',
    allow_nil: false,
    public: true,
  });
});

test('a uuid key is filled at random, public and not writable; an integer key is generated', () => {
  assert.deepEqual(attributesOf({ id: t.uuid().primaryKey() })[0], {
    name: 'id',
    key: 'id',
    type: 'uuid',
    primary_key: true,
    allow_nil: false,
    default: { fn: 'uuid' },
    writable: false,
    public: true,
  });
  assert.deepEqual(attributesOf({ id: t.integer().primaryKey() })[0], {
    name: 'id',
    key: 'id',
    type: 'integer',
    primary_key: true,
    allow_nil: false,
    generated: true,
    writable: false,
    public: true,
  });
});

test('timestamps share one value per action and are never inputs', () => {
  const [inserted, updated] = attributesOf(t.timestamps());
  const common = {
    type: 'utc_datetime_usec',
    allow_nil: false,
    writable: false,
    match_other_defaults: true,
    default: { fn: 'now' },
  };
  assert.deepEqual(inserted, { name: 'inserted_at', key: 'insertedAt', ...common });
  assert.deepEqual(updated, {
    name: 'updated_at',
    key: 'updatedAt',
    ...common,
    update_default: { fn: 'now' },
  });
});

test('constraints are the same as options and as methods', () => {
  const constraints = { max_length: 80, match: { regex: '^a', flags: 'iu' }, allow_empty: true };
  assert.deepEqual(
    attributeOf(t.string({ maxLength: 80, match: /^a/giu, allowEmpty: true }))['constraints'],
    constraints,
  );
  assert.deepEqual(
    attributeOf(t.string().maxLength(80).match(/^a/iu).allowEmpty())['constraints'],
    constraints,
  );
});

test('a builder never changes', () => {
  const name = t.string();
  name.required().maxLength(3);
  assert.deepEqual(attributeOf(name), { name: 'some_field', key: 'someField', type: 'string' });
  assert.ok(Object.isFrozen(name) && Object.isFrozen(name.definition));
});

test('an unknown constraint is refused where it stands', () => {
  assert.throws(() => t.string({ maxLenght: 3 } as never), /string has no constraint maxLenght/);
});

test('types that are made of others carry the constraints of their parts', () => {
  assert.deepEqual(attributeOf(t.array(t.array(t.integer({ min: 1 })), { maxLength: 3 })), {
    name: 'some_field',
    key: 'someField',
    type: { array: { array: 'integer' } },
    constraints: { max_length: 3, items: { items: { min: 1 } } },
  });
  assert.deepEqual(
    attributeOf(t.map({ fields: { firstName: t.string({ maxLength: 9 }).required() } })),
    {
      name: 'some_field',
      key: 'someField',
      type: 'map',
      constraints: {
        fields: { firstName: { type: 'string', constraints: { max_length: 9 }, allow_nil: false } },
      },
    },
  );
  const union = t.union({
    types: {
      text: t.string(),
      song: { type: t.map(), tag: 'kind', tagValue: 'song', castTag: false },
    },
    storage: 'map_with_tag',
  });
  assert.deepEqual(attributeOf(union)['constraints'], {
    types: {
      text: { type: 'string' },
      song: { type: 'map', tag: 'kind', tag_value: 'song', cast_tag: false },
    },
    storage: 'map_with_tag',
  });
  assert.deepEqual(attributeOf(t.enum(['a', { value: 'b', label: 'B' }]))['type'], {
    enum: ['a', { value: 'b', label: 'B' }],
  });
  const email = newType('email', t.ciString({ casing: 'lower' }));
  assert.deepEqual(attributeOf(email.required())['type'], {
    new_type: 'email',
    of: 'ci_string',
    constraints: { casing: 'lower' },
  });
});

test('defaults are values or callbacks', () => {
  const { message, callbacks } = messageOf(
    resource('Thing', {
      attributes: { a: t.array(t.string()).default([]), b: t.integer().default(() => 7) },
    }),
  );
  const [a, b] = message['attributes'] as unknown as Named[];
  assert.deepEqual(a!['default'], { value: [] });
  assert.deepEqual(b!['default'], { callback: 0 });
  assert.equal((callbacks[0] as () => number)(), 7);
});

test('relationships are written in snake_case, required as allow_nil', () => {
  const { message } = messageOf(
    resource('Album', {
      relationships: {
        leadArtist: belongsTo('Artist', { required: true, index: true, onDelete: 'delete' }),
        owner: belongsTo('User', { sourceAttribute: 'ownedById', attributeType: 'integer' }),
        tracks: hasMany('Track', { sort: { trackNumber: 'descNilsLast' }, limit: 3 }),
        tags: manyToMany('Tag', { through: 'AlbumTag', sourceAttributeOnJoinResource: 'albumId' }),
      },
    }),
  );
  assert.deepEqual(message['relationships'], [
    {
      name: 'lead_artist',
      key: 'leadArtist',
      kind: 'belongs_to',
      destination: 'Artist',
      index: true,
      on_delete: 'delete',
      allow_nil: false,
    },
    {
      name: 'owner',
      key: 'owner',
      kind: 'belongs_to',
      destination: 'User',
      source_attribute: 'owned_by_id',
      attribute_type: 'integer',
      attribute_key: 'ownedById',
    },
    {
      name: 'tracks',
      key: 'tracks',
      kind: 'has_many',
      destination: 'Track',
      limit: 3,
      sort: [['track_number', 'desc_nils_last']],
    },
    {
      name: 'tags',
      key: 'tags',
      kind: 'many_to_many',
      destination: 'Tag',
      source_attribute_on_join_resource: 'album_id',
      through: 'AlbumTag',
    },
  ]);
});

test('validations carry their conditions, text and options', () => {
  const { message, callbacks } = messageOf(
    resource('Album', {
      attributes: { yearReleased: t.integer(), cover: t.string(), other: t.integer() },
      validations: [
        validations
          .numericality('yearReleased', { greaterThan: ref('other'), lessThan: () => 2030 })
          .where(validations.present(['yearReleased', 'cover'], { atLeast: 1 }))
          .message('must be new')
          .on('create')
          .onlyWhenValid(),
        validations
          .match('cover', /\.png$/i)
          .where(validations.changing('cover'))
          .beforeAction(),
        validations.negate(
          validations.any([validations.oneOf('cover', ['a']), validations.absent('cover')]),
        ),
        (changeset) => (changeset.getAttribute('cover') === 'x' ? 'must not be x' : null),
      ],
    }),
  );
  assert.deepEqual(message['validations'], [
    {
      name: 'numericality',
      field: 'year_released',
      options: { greater_than: { atom: 'other' }, less_than: { callback: 0 } },
      where: [{ name: 'present', fields: ['year_released', 'cover'], options: { at_least: 1 } }],
      message: 'must be new',
      on: ['create'],
      only_when_valid: true,
    },
    {
      name: 'match',
      field: 'cover',
      match: { regex: '\\.png$', flags: 'i' },
      where: [{ name: 'changing', field: 'cover' }],
      before_action: true,
    },
    {
      name: 'negate',
      validation: {
        name: 'any',
        validations: [
          { name: 'one_of', field: 'cover', values: ['a'] },
          { name: 'absent', fields: ['cover'] },
        ],
      },
    },
    { name: 'callback', callback: 1 },
  ]);
  assert.equal(callbacks.length, 2);
});

test('custom entries keep the options that init completed', () => {
  const trimmed = {
    init: (options: { field: string; length?: number }) => ({ length: 80, ...options }),
    change: (changeset: never) => changeset,
  };
  const { message, callbacks } = messageOf(
    resource('Thing', {
      attributes: { name: t.string() },
      changes: [change(trimmed, { field: 'name' }).on('create', 'update')],
      validations: [validation(() => null)],
    }),
  );
  assert.deepEqual(message['changes'], [
    {
      name: 'callback',
      callback: 1,
      options: { field: 'name', length: 80 },
      on: ['create', 'update'],
    },
  ]);
  assert.equal(callbacks[1], trimmed);
});

test('actions: defaults, accept lists, arguments, steps, pagination and filters', () => {
  const { message } = messageOf(
    resource('Artist', {
      attributes: { id: t.uuid().primaryKey(), fullName: t.string().required() },
      actions: {
        defaults: ['read', { create: ['fullName'] }, { update: '*' }],
        defaultAccept: ['fullName'],
        searchByName: {
          type: 'read',
          arguments: { someQuery: t.ciString().default('') },
          filter: ({ fullName }) => fullName.contains(arg('someQuery')).and(fullName.isNil().not()),
          pagination: { offset: true, defaultLimit: 12 },
          preparations: [build({ sort: { fullName: 'asc' } })],
          getBy: 'fullName',
        },
        rename: {
          type: 'update',
          accept: ['fullName'],
          requireAttributes: ['fullName'],
          steps: [setAttribute('fullName', actor('name')), validations.present('fullName')],
        },
        ping: { type: 'action', returns: t.integer({ min: 0 }), run: () => 1 },
      },
    }),
  );
  assert.deepEqual(message['defaults'], ['read', { create: ['full_name'] }, { update: '*' }]);
  assert.deepEqual(message['default_accept'], ['full_name']);
  assert.deepEqual(message['actions'], [
    {
      name: 'search_by_name',
      key: 'searchByName',
      type: 'read',
      filter: {
        op: 'and',
        args: [
          { fn: 'contains', args: [{ ref: 'full_name' }, { arg: 'some_query' }] },
          { op: 'not', args: [{ fn: 'is_nil', args: [{ ref: 'full_name' }] }] },
        ],
      },
      get_by: ['full_name'],
      pagination: { offset: true, default_limit: 12 },
      preparations: [{ name: 'build', options: { sort: { fullName: 'asc' } } }],
      arguments: [
        { name: 'some_query', key: 'someQuery', type: 'ci_string', default: { value: '' } },
      ],
    },
    {
      name: 'rename',
      key: 'rename',
      type: 'update',
      require_attributes: ['full_name'],
      steps: [
        { change: { name: 'set_attribute', attribute: 'full_name', value: { actor: 'name' } } },
        { validate: { name: 'present', fields: ['full_name'] } },
      ],
      accept: ['full_name'],
    },
    {
      name: 'ping',
      key: 'ping',
      type: 'action',
      run: { callback: 0 },
      returns: { type: 'integer', constraints: { min: 0 } },
    },
  ]);
});

test('identities, indexes, aggregates and multitenancy name fields in snake_case', () => {
  const { message } = messageOf(
    resource('Album', {
      attributes: { artistId: t.uuid(), name: t.string(), orgId: t.uuid() },
      relationships: { someTracks: hasMany('Track') },
      aggregates: {
        trackCount: count('someTracks'),
        firstLength: first('someTracks', 'lengthInSeconds', { filter: ref('a').eq(1) }),
      },
      identities: {
        uniqueNames: {
          keys: ['artistId', 'name'],
          message: 'taken',
          eagerCheck: true,
          fieldNames: ['name'],
        },
      },
      customIndexes: [{ fields: ['artistId'], unique: false }],
      multitenancy: {
        strategy: 'attribute',
        attribute: 'orgId',
        global: true,
        parseAttribute: String,
      },
    }),
  );
  assert.deepEqual(message['identities'], [
    {
      name: 'unique_names',
      message: 'taken',
      eager_check: true,
      keys: ['artist_id', 'name'],
      field_names: ['name'],
    },
  ]);
  assert.deepEqual(message['custom_indexes'], [{ fields: ['artist_id'], unique: false }]);
  assert.deepEqual(message['aggregates'], [
    { name: 'track_count', key: 'trackCount', kind: 'count', path: ['some_tracks'] },
    {
      name: 'first_length',
      key: 'firstLength',
      kind: 'first',
      path: ['some_tracks'],
      field: 'length_in_seconds',
      filter: { op: '==', args: [{ ref: 'a' }, { value: 1 }] },
    },
  ]);
  assert.deepEqual(message['multitenancy'], {
    strategy: 'attribute',
    attribute: 'org_id',
    global: true,
    parse_attribute: { callback: 0 },
  });
});

test('a domain brings its interface, and the domains that it uses, each once', () => {
  const User = resource('User', {
    attributes: { id: t.uuid().primaryKey() },
    actions: { defaults: ['read'] },
  });
  const Accounts = domain('Accounts', { resources: { User } });
  const Post = resource('Post', {
    attributes: { id: t.uuid().primaryKey() },
    relationships: { author: belongsTo('User') },
    actions: { defaults: ['read'] },
  });
  const Blog = domain('Blog', {
    resources: { Post },
    uses: [Accounts],
    interface: ({ define }) => ({ getPostById: define(Post, 'read', { getBy: 'id' }) }),
  });
  const message = definitionMessage([Blog, Accounts], () => 0);
  const domains = message['domains'] as { name: string; interface: unknown; resources: Named[] }[];
  assert.deepEqual(
    domains.map(({ name, resources }) => [name, resources.map((one) => one.name)]),
    [
      ['Blog', ['Post']],
      ['Accounts', ['User']],
    ],
  );
  assert.deepEqual(domains[0]!.interface, [
    {
      name: 'get_post_by_id',
      key: 'getPostById',
      resource: 'Post',
      action: 'read',
      get_by: ['id'],
    },
  ]);
});

test('what types would have refused is an error that says where it stands', () => {
  const define = (definition: object): void => {
    const Thing = resource('Thing', definition as never);
    definitionMessage([domain('Things', { resources: { Thing } })], () => 0);
  };
  const refused = (definition: object, place: string): void =>
    assert.throws(
      () => define(definition),
      (error) => {
        assert.ok(error instanceof TunezError);
        assert.equal(error.errors[0]?.code, 'invalid_definition');
        assert.ok(error.message.startsWith(`${place}: this is not what can be said here`));
        return true;
      },
    );
  const id = t.uuid().primaryKey();
  refused(
    { attributes: { id }, relationships: { parts: hasMany('Part', { sort: [['size', 'desc'], 'id'] } as never) } }, // prettier-ignore
    'Thing.parts',
  );
  refused({ attributes: { id }, identities: { unique: { keys: 5 } } }, 'Thing.unique');
  refused({ attributes: { id, size: 'integer' } }, 'Thing.size');
  refused({ attributes: { id }, customIndexes: [{ fields: 'id' }] }, 'Thing');
});

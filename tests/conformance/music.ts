// The domain that the scenarios are about: artists, albums, tracks, and what only tests want.
import {
  arg,
  belongsTo,
  calculate,
  change,
  type Changeset,
  count,
  domain,
  hasMany,
  hasOne,
  ref,
  list,
  resource,
  t,
  type TunezOf,
  upsertConflict,
  validation,
} from 'tunez';
import {
  afterAction,
  afterTransaction,
  aroundAction,
  aroundTransaction,
  atomicUpdate,
  beforeAction,
  beforeTransaction,
  getAndLock,
  manageRelationship,
  setAttribute,
} from 'tunez/changes';
import {
  attributeEquals,
  changing,
  match,
  numericality,
  present,
  stringLength,
} from 'tunez/validations';
import { Fan } from './fans.ts';

const UpdatePreviousNames = change((changeset) => {
  const names = new Set([
    changeset.getData('name') as string,
    ...(changeset.getData('previousNames') as string[]),
  ]);
  names.delete(changeset.getAttribute('name') as string);
  return changeset.forceChangeAttribute('previousNames', [...names]);
});

export const Artist = resource('Artist', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    biography: t.string().public(),
    previousNames: t.array(t.string()).default([]).public(),
    country: t.enum(['NO', 'SE', 'DE']).public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  relationships: {
    albums: hasMany('Album', { sort: { yearReleased: 'desc' } }),
    firstAlbum: hasOne('Album', { sort: { yearReleased: 'asc' }, fromMany: true }),
  },
  aggregates: {
    albumCount: count('albums'),
    years: list('albums', 'yearReleased', { sort: { yearReleased: 'asc' } }),
  },
  calculations: {
    loudName: calculate(t.string(), ref<string>('name').concat(arg('mark')), {
      arguments: { mark: t.string().default('!') },
      public: true,
    }),
  },
  actions: {
    defaults: ['create', 'read', 'destroy'],
    defaultAccept: ['name', 'biography', 'country'],
    update: {
      type: 'update',
      accept: ['name', 'biography', 'country'],
      changes: [UpdatePreviousNames.where(changing('name'))],
    },
  },
});

export const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    yearReleased: t.integer().required().public(),
    coverImageUrl: t.string().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  relationships: {
    artist: belongsTo('Artist', { required: true, index: true, onDelete: 'delete' }),
    tracks: hasMany('Track', { sort: { number: 'asc' } }),
  },
  validations: [
    numericality('yearReleased', {
      greaterThan: 1950,
      lessThanOrEqualTo: () => new Date().getUTCFullYear() + 1,
    })
      .where(present('yearReleased'))
      .message('must be between 1950 and next year'),
    match('coverImageUrl', /^(https:\/\/|\/images\/).+(\.png|\.jpg)$/)
      .where(changing('coverImageUrl'))
      .message('must start with https:// or /images/'),
  ],
  identities: {
    uniqueAlbumNamesPerArtist: {
      keys: ['artistId', 'name'],
      message: 'already exists for this artist',
    },
  },
  actions: {
    defaults: ['read', 'destroy'],
    create: { type: 'create', accept: ['name', 'yearReleased', 'coverImageUrl', 'artistId'] },
    update: { type: 'update', accept: ['name', 'yearReleased', 'coverImageUrl'] },
    record: {
      type: 'create',
      accept: ['name', 'yearReleased', 'artistId'],
      arguments: { tracks: t.array(t.map()) },
      changes: [manageRelationship('tracks', { type: 'direct_control', orderIsKey: 'number' })],
    },
    revise: {
      type: 'update',
      accept: ['name', 'yearReleased'],
      arguments: { tracks: t.array(t.map()) },
      changes: [manageRelationship('tracks', { type: 'direct_control', orderIsKey: 'number' })],
    },
  },
});

export const Track = resource('Track', {
  attributes: {
    id: t.integer().primaryKey(),
    number: t.integer().required().public(),
    name: t.string().required().public(),
  },
  relationships: { album: belongsTo('Album', { required: true, onDelete: 'delete' }) },
  actions: {
    defaults: ['read', 'update', 'destroy', { create: ['number', 'name', 'albumId'] }],
    defaultAccept: ['number', 'name'],
  },
});

/** One attribute of each kind. */
export const Sample = resource('Sample', {
  attributes: {
    id: t.uuid().primaryKey(),
    text: t.string({ allowEmpty: true, trim: false }).public(),
    count: t.integer({ big: true }).public(),
    ratio: t.float().public(),
    price: t.decimal().public(),
    flag: t.boolean().public(),
    day: t.date().public(),
    at: t.utcDatetimeUsec().public(),
    bytes: t.binary().public(),
    extra: t.map().public(),
    tags: t.array(t.string()).public(),
    either: t.union({ types: { number: t.integer(), text: t.string() } }).public(),
  },
  actions: { defaults: ['create', 'read', 'update', 'destroy'], defaultAccept: '*' },
});

/** What the callbacks of the scenarios do is written in `text`. */
export const Probe = resource('Probe', {
  attributes: {
    id: t.uuid().primaryKey(),
    text: t.string().required().public(),
    note: t.string().public(),
    serial: t.integer().default(() => 7),
  },
  validations: [
    validation((changeset) =>
      changeset.getAttribute('text') === 'forbidden'
        ? { field: 'text', message: 'may not be %{word}', vars: { word: 'forbidden' } }
        : null,
    ),
    stringLength('note', { max: 20 }),
  ],
  actions: {
    defaults: ['read', 'update'],
    defaultAccept: ['text', 'note'],
    create: {
      type: 'create',
      accept: ['text', 'note'],
      arguments: { suffix: t.string().default('') },
      changes: [
        (changeset) => {
          const text = changeset.getAttribute('text') as string | null;
          if (text === 'throw') throw new RangeError('thrown by a change');
          if (text === 'promise') return Promise.resolve(changeset) as never;
          if (text === 'nothing') return undefined as never;
          if (text === 'loud') {
            const louder = changeset.changeAttribute('note', '  LOUD  ');
            return louder.changeAttribute('note', `${louder.getAttribute('note')}!`);
          }
          return changeset;
        },
        setAttribute('note', 'was empty').where(
          validation((changeset) => (changeset.getAttribute('text') === 'empty' ? null : 'no')),
        ),
      ],
    },
  },
});

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** Hooks that do what `text` says. */
const Hooks = change((changeset) => {
  const text = changeset.getAttribute('text') as string;
  if (text === 'quick') return changeset;
  if (text === 'looking back')
    return changeset.beforeAction((before) =>
      before.forceChangeAttribute('trace', `was ${String(changeset.params['text'])}`),
    );
  if (text === 'inside') return changeset.beforeAction((inner) => Promise.resolve(inner));
  return changeset
    .aroundTransaction(async (around, next) => {
      if (text === 'impatient') {
        void next();
        return undefined;
      }
      const outcome = await next(around.forceChangeAttribute('trace', 'around'));
      return text === 'twice' ? next() : outcome;
    })
    .beforeTransaction(async (before) => {
      await later();
      if (text === 'rejecting' || text === 'turned') throw new RangeError('rejected');
      if (text === 'forever') await new Promise(() => undefined);
      if (text === 'asking') {
        const asked = before.forceChangeAttribute('trace', ' asked ');
        return asked.forceChangeAttribute(
          'trace',
          (asked.getAttribute('trace') as string).toUpperCase(),
        );
      }
      return before
        .forceChangeAttribute('trace', `${before.getAttribute('trace') as string} before`)
        .forceChangeAttribute('text', `${text}, then changed`);
    })
    .afterTransaction(async (_, outcome) => {
      await later();
      if (text !== 'turned') return outcome;
      return { ok: true, data: { id: crypto.randomUUID(), text, trace: 'turned into a success' } };
    });
});

function trace(changeset: Changeset, label: string): Changeset {
  const before = changeset.getAttribute('trace') as string | null;
  return changeset.forceChangeAttribute('trace', before === null ? label : `${before}, ${label}`);
}

export const Hooked = resource('Hooked', {
  attributes: {
    id: t.uuid().primaryKey(),
    text: t.string().required().public(),
    trace: t.string().public(),
  },
  actions: {
    defaults: ['read'],
    create: { type: 'create', accept: ['text'], changes: [Hooks] },
    elsewhere: {
      type: 'create',
      accept: ['text'],
      changes: [
        beforeAction((changeset) => trace(changeset, 'before')),
        change((changeset) =>
          changeset.withHooks((ready) =>
            ready.getAttribute('text') === 'refused'
              ? { error: { field: 'text', message: 'is refused' } }
              : { record: { id: crypto.randomUUID(), trace: ready.getAttribute('trace') } },
          ),
        ),
        afterAction((_, record) => ({ ...record, text: 'after' })),
      ],
    },
    declared: {
      type: 'create',
      accept: ['text'],
      changes: [
        beforeTransaction(async (changeset) => {
          await Promise.resolve();
          return trace(changeset, 'before transaction');
        }),
        aroundTransaction((changeset, next) => next(trace(changeset, 'around transaction'))),
        aroundAction((changeset, next) => next(trace(changeset, 'around'))),
        beforeAction((changeset) => trace(changeset, 'second')),
        beforeAction((changeset) => trace(changeset, 'first'), { prepend: true }),
        afterAction((_, record) => ({ ...record, text: `${String(record['text'])} written` })),
        afterTransaction((_, outcome) =>
          outcome.ok ? { ok: true, data: { ...outcome.data, text: 'and committed' } } : outcome,
        ),
      ],
    },
  },
});

/** Marks what went through functions for batches. */
const Batched = change({
  change: (changeset) => changeset.forceChangeAttribute('note', 'alone'),
  batchChange: (changesets) =>
    changesets.map((changeset) =>
      changeset.forceChangeAttribute('note', `one of ${String(changesets.length)}`),
    ),
  beforeBatch: (changesets) =>
    changesets.map((changeset) =>
      changeset.forceChangeAttribute('note', `${String(changeset.getAttribute('note'))}, before`),
    ),
  afterBatch: (results) =>
    results.map(({ record }) =>
      (record as { name: string }).name === 'refused'
        ? { error: { field: 'name', message: 'is refused' } }
        : null,
    ),
});

/** Notes the name of the row, inside the statement if there are no records. */
const Annotated = change({
  change: (changeset) =>
    changeset.forceChangeAttribute('note', `read: ${String(changeset.getAttribute('name'))}`),
  atomic: () => ({ atomic: { note: ref('name'), count: 7 } }),
});

/** What is counted, known by its name. */
export const Stock = resource('Stock', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    count: t.integer().default(0).public(),
    note: t.string().public(),
  },
  identities: { uniqueName: { keys: ['name'] } },
  actions: {
    defaults: ['read', 'update', 'destroy'],
    defaultAccept: ['name', 'count', 'note'],
    create: { type: 'create' },
    batched: { type: 'create', changes: [Batched] },
    record: {
      type: 'create',
      upsert: true,
      upsertIdentity: 'uniqueName',
      upsertFields: ['count'],
      upsertCondition: ({ count }) => count.lt(upsertConflict('count')),
    },
    copyName: { type: 'update', changes: [atomicUpdate('note', ref('name'))] },
    annotate: { type: 'update', changes: [Annotated] },
    annotateNow: { type: 'update', requireAtomic: true, changes: [Annotated] },
    mark: {
      type: 'update',
      requireAtomic: true,
      changes: [(changeset) => changeset.forceChangeAttribute('note', 'marked')],
    },
    imagine: {
      type: 'create',
      manual: (changeset) => {
        const name = changeset.getAttribute('name');
        if (name === 'unthinkable') return { error: { field: 'name', message: 'cannot be' } };
        return { id: crypto.randomUUID(), name, count: 0, note: 'imagined' };
      },
    },
    reread: { type: 'update', changes: [getAndLock()] },
    empty: { type: 'destroy', validations: [attributeEquals('count', 0)] },
  },
});

export const Music = domain('Music', {
  resources: { Artist, Album, Track, Sample, Probe, Hooked, Stock, Fan },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    readArtists: define(Artist, 'read'),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    findArtistByName: define(Artist, 'read', { getBy: 'name', notFoundError: false }),
    updateArtist: define(Artist, 'update'),
    destroyArtist: define(Artist, 'destroy'),
    createAlbum: define(Album, 'create', { form: { args: ['artistId'] } }),
    readAlbums: define(Album, 'read'),
    getAlbumById: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
    recordAlbum: define(Album, 'record', { form: { args: ['artistId'] } }),
    reviseAlbum: define(Album, 'revise'),
    destroyAlbum: define(Album, 'destroy'),
    createTrack: define(Track, 'create'),
    readTracks: define(Track, 'read'),
    createSample: define(Sample, 'create'),
    getSample: define(Sample, 'read', { getBy: 'id' }),
    updateSample: define(Sample, 'update'),
    createProbe: define(Probe, 'create'),
    updateProbe: define(Probe, 'update'),
    createStock: define(Stock, 'create'),
    createBatched: define(Stock, 'batched'),
    recordStock: define(Stock, 'record'),
    readStocks: define(Stock, 'read'),
    createFan: define(Fan, 'create'),
    getFan: define(Fan, 'read', { getBy: 'id' }),
    updateFan: define(Fan, 'update'),
  }),
});

/** What every scenario is given: an empty database of its own. */
export type MusicTunez = TunezOf<readonly [typeof Music]>;

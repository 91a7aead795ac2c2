// The domain of docs/guide, in full: what an application writes, and what all type tests are about.
import { actor, arg, belongsTo, change, count, domain, first, hasMany, resource, t } from 'tunez';
import { changing, match, numericality, present } from 'tunez/validations';

export const UpdatePreviousNames = change((changeset) => {
  const names = new Set([
    changeset.getData('name'),
    ...(changeset.getData('previousNames') as string[]),
  ]);
  names.delete(changeset.getAttribute('name'));
  return changeset.changeAttribute('previousNames', [...names]);
});

export const Artist = resource('Artist', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    biography: t.string().public(),
    previousNames: t.array(t.string()).default([]).public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  relationships: {
    albums: hasMany('Album', { sort: { yearReleased: 'desc' } }),
  },
  aggregates: {
    albumCount: count('albums'),
    latestAlbumYearReleased: first('albums', 'yearReleased'),
  },
  actions: {
    defaults: ['create', 'read', 'destroy'],
    defaultAccept: ['name', 'biography'],
    search: {
      type: 'read',
      arguments: { query: t.ciString().allowEmpty().default('') },
      filter: ({ name }) => name.contains(arg('query')),
      pagination: { offset: true, defaultLimit: 12 },
    },
    update: {
      type: 'update',
      accept: ['name', 'biography'],
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
    tracks: hasMany('Track'),
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
  },
});

export const Track = resource('Track', {
  attributes: {
    id: t.integer().primaryKey(),
    name: t.string().required().public(),
    duration: t.integer({ big: true }).min(1).public(),
    price: t.decimal({ scale: 2 }).public(),
    kind: t.enum(['song', 'interlude']).default('song').public(),
  },
  relationships: {
    album: belongsTo('Album', { required: true }),
  },
  actions: {
    defaults: ['read', 'destroy', { create: '*' }, { update: ['name', 'duration'] }],
    rate: {
      type: 'update',
      accept: ['price'],
      requireAttributes: ['price'],
      arguments: { stars: t.integer().required(), comment: t.string() },
    },
    byActor: { type: 'read', filter: ({ name }) => name.eq(actor('name')) },
  },
});

export const Music = domain('Music', {
  resources: { Artist, Album, Track },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    readArtists: define(Artist, 'read'),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    findArtistByName: define(Artist, 'read', { getBy: ['name'], notFoundError: false }),
    searchArtists: define(Artist, 'search', { args: ['query'], load: ['albumCount'] }),
    updateArtist: define(Artist, 'update'),
    destroyArtist: define(Artist, 'destroy'),
    createAlbum: define(Album, 'create', { form: { args: ['artistId'] } }),
    createAlbumOf: define(Album, 'create', {
      args: ['artistId', 'name'],
      excludeInputs: ['coverImageUrl'],
    }),
    getAlbumById: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
    destroyAlbum: define(Album, 'destroy'),
    createTrack: define(Track, 'create'),
    rateTrack: define(Track, 'rate', { args: ['stars'] }),
  }),
});

// The benchmark's data as a Tunez domain: what ./schema.mjs says in SQL, with the validations of an application.
import { belongsTo, domain, hasMany, resource, t } from 'tunez';
import { changing, match, numericality, present } from 'tunez/validations';

const Artist = resource('Artist', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    biography: t.string().public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  relationships: { albums: hasMany('Album', { sort: { yearReleased: 'desc' } }) },
  actions: {
    defaults: ['create', 'read', 'update', 'destroy'],
    defaultAccept: ['name', 'biography'],
  },
});

const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    yearReleased: t.integer().required().public(),
    coverImageUrl: t.string().public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  relationships: {
    artist: belongsTo('Artist', { required: true, onDelete: 'delete' }),
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
  },
});

const Track = resource('Track', {
  attributes: {
    id: t.uuid().primaryKey(),
    number: t.integer().required().public(),
    name: t.string().required().public(),
    durationSeconds: t.integer().required().public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  relationships: {
    album: belongsTo('Album', { required: true, index: true, onDelete: 'delete' }),
  },
  validations: [numericality('durationSeconds', { greaterThan: 0 })],
  actions: {
    defaults: ['read', 'destroy'],
    create: { type: 'create', accept: ['number', 'name', 'durationSeconds', 'albumId'] },
  },
});

export const resources = { Artist, Album, Track };

export const Music = domain('Music', {
  resources,
  interface: ({ define }) => ({
    readArtists: define(Artist, 'read'),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    destroyArtist: define(Artist, 'destroy'),
    createAlbum: define(Album, 'create'),
    readAlbums: define(Album, 'read'),
    getAlbumById: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
    readTracks: define(Track, 'read'),
  }),
});

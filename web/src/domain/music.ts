import { belongsTo, domain, hasMany, resource, t } from 'tunez';
import { changing, match, numericality, present } from 'tunez/validations';
import { UpdatePreviousNames } from './changes';

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
  actions: {
    defaults: ['create', 'read', 'destroy'],
    defaultAccept: ['name', 'biography'],
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
  },
  validations: [
    numericality('yearReleased', { greaterThan: 1950, lessThanOrEqualTo: nextYear })
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

export const Music = domain('Music', {
  resources: { Artist, Album },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    readArtists: define(Artist, 'read'),
    getArtistById: define(Artist, 'read', { getBy: 'id' }),
    updateArtist: define(Artist, 'update'),
    destroyArtist: define(Artist, 'destroy'),
    createAlbum: define(Album, 'create'),
    getAlbumById: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
    destroyAlbum: define(Album, 'destroy'),
  }),
});

function nextYear(): number {
  return new Date().getUTCFullYear() + 1;
}

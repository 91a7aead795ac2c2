import { belongsTo, calculate, hasMany, resource, sum, t } from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { changing, match, numericality, present } from 'tunez/validations';
import { minutesAndSeconds } from './durations';

/** The tracks as given, and no others, in this order. */
const manageTracks = manageRelationship('tracks', {
  type: 'direct_control',
  orderIsKey: 'order',
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
    tracks: hasMany('Track', { sort: { order: 'asc' } }),
  },
  aggregates: {
    durationSeconds: sum('tracks', 'durationSeconds', { public: true }),
  },
  calculations: {
    duration: calculate(t.string(), minutesAndSeconds('durationSeconds'), { public: true }),
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
    defaults: ['destroy'],
    read: {
      type: 'read',
      primary: true,
      pagination: { offset: true, countable: true, required: false },
    },
    create: {
      type: 'create',
      accept: ['name', 'yearReleased', 'coverImageUrl', 'artistId'],
      arguments: { tracks: t.array(t.map()) },
      changes: [manageTracks],
    },
    update: {
      type: 'update',
      accept: ['name', 'yearReleased', 'coverImageUrl'],
      arguments: { tracks: t.array(t.map()) },
      changes: [manageTracks],
    },
  },
});

function nextYear(): number {
  return new Date().getUTCFullYear() + 1;
}

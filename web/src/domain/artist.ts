import {
  actor,
  arg,
  calculate,
  count,
  exists,
  first,
  hasMany,
  manyToMany,
  ref,
  resource,
  t,
} from 'tunez';
import { changing } from 'tunez/validations';
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
    followerRelationships: hasMany('ArtistFollower'),
    followers: manyToMany('User', {
      through: 'ArtistFollower',
      joinRelationship: 'followerRelationships',
      destinationAttributeOnJoinResource: 'followerId',
    }),
  },
  aggregates: {
    albumCount: count('albums', { public: true }),
    latestAlbumYearReleased: first('albums', 'yearReleased', { public: true }),
    coverImageUrl: first('albums', 'coverImageUrl', { public: true }),
    followerCount: count('followerRelationships', { public: true }),
  },
  calculations: {
    followedByMe: calculate(
      t.boolean(),
      exists('followerRelationships', ref('followerId').eq(actor('id'))),
      { public: true },
    ),
  },
  actions: {
    defaults: ['create', 'read', 'destroy'],
    defaultAccept: ['name', 'biography'],
    search: {
      type: 'read',
      arguments: { query: t.ciString({ allowEmpty: true }).default('') },
      filter: ({ name }) => name.contains(arg('query')),
      pagination: { offset: true, defaultLimit: 12, countable: true },
    },
    update: {
      type: 'update',
      accept: ['name', 'biography'],
      changes: [UpdatePreviousNames.where(changing('name'))],
    },
  },
});

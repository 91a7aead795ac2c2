// An album that is edited together with its tracks.
import { belongsTo, domain, hasMany, resource, t } from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { numericality, present } from 'tunez/validations';

const edited = {
  accept: ['name', 'yearReleased'],
  arguments: { tracks: t.array(t.map()) },
  changes: [manageRelationship('tracks', { type: 'direct_control', orderIsKey: 'order' })],
} as const;

const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    yearReleased: t.integer().required().public(),
  },
  relationships: { tracks: hasMany('Track', { sort: { order: 'asc' } }) },
  validations: [numericality('yearReleased', { greaterThan: 1950 }).where(present('yearReleased'))],
  actions: {
    defaults: ['read'],
    create: { type: 'create', ...edited },
    update: { type: 'update', ...edited },
  },
});

const Track = resource('Track', {
  attributes: {
    id: t.uuid().primaryKey(),
    order: t.integer().required().public(),
    name: t.string().required().public(),
    durationSeconds: t.integer().required().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  relationships: { album: belongsTo('Album', { required: true, index: true }) },
  validations: [numericality('durationSeconds', { greaterThan: 0 })],
  actions: {
    defaults: ['read', 'destroy', 'create', 'update'],
    defaultAccept: ['order', 'name', 'durationSeconds'],
  },
});

export const Music = domain('Music', {
  resources: { Album, Track },
  interface: ({ define }) => ({
    createAlbum: define(Album, 'create'),
    getAlbum: define(Album, 'read', { getBy: 'id' }),
    updateAlbum: define(Album, 'update'),
  }),
});

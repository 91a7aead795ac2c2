import { belongsTo, calculate, ref, resource, t } from 'tunez';
import { build } from 'tunez/preparations';
import { MinutesToSeconds, minutesAndSeconds } from './durations';

export const Track = resource('Track', {
  attributes: {
    id: t.uuid().primaryKey(),
    /** Its place on the album, from 0. */
    order: t.integer().required().public(),
    name: t.string().required().public(),
    durationSeconds: t.integer().required().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  relationships: {
    album: belongsTo('Album', { required: true, index: true, onDelete: 'delete' }),
  },
  calculations: {
    number: calculate(t.integer(), ref<number>('order').plus(1), { public: true }),
    duration: calculate(t.string(), minutesAndSeconds('durationSeconds'), { public: true }),
  },
  preparations: [build({ load: ['number', 'duration'] })],
  actions: {
    defaults: ['read', 'destroy'],
    create: {
      type: 'create',
      accept: ['order', 'name', 'albumId'],
      arguments: { duration: t.string().required() },
      changes: [MinutesToSeconds],
    },
    update: {
      type: 'update',
      accept: ['order', 'name'],
      arguments: { duration: t.string() },
      changes: [MinutesToSeconds],
    },
  },
});

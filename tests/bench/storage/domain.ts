// A track as it is stored by every peer.
import { domain, resource, t } from 'tunez';

export const Track = resource('Track', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    durationSeconds: t.integer().required().public(),
    insertedAt: t.createTimestamp().public(),
    updatedAt: t.updateTimestamp().public(),
  },
  actions: {
    defaults: ['read'],
    create: { type: 'create', accept: ['name', 'durationSeconds'] },
  },
});

export const Music = domain('Music', { resources: { Track } });

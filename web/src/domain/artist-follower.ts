import { actor, belongsTo, ref, resource } from 'tunez';
import { filter, relateActor } from 'tunez/changes';

/** That a person follows an artist. */
export const ArtistFollower = resource('ArtistFollower', {
  relationships: {
    artist: belongsTo('Artist', { primaryKey: true, onDelete: 'delete' }),
    follower: belongsTo('User', { primaryKey: true, index: true, onDelete: 'delete' }),
  },
  actions: {
    defaults: ['read'],
    create: {
      type: 'create',
      accept: ['artistId'],
      changes: [relateActor('follower', { allowNil: false })],
    },
    destroy: {
      type: 'destroy',
      changes: [filter(ref<string>('followerId').eq(actor('id')))],
    },
  },
});

// How relationships are managed: what the options may be.
import {
  asRecord,
  Changeset,
  manageRelationshipOptions,
  type ManageRelationshipOptions,
  resource,
  t,
} from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { expectTypeOf } from './expect_type.ts';
import { Album, Artist } from './music.ts';

resource('Playlist', {
  attributes: { id: t.uuid().primaryKey() },
  actions: {
    save: {
      type: 'update',
      arguments: { tracks: t.array(t.map()) },
      changes: [manageRelationship('tracks', { type: 'direct_control', orderIsKey: 'position' })],
    },
    mistaken: {
      type: 'update',
      arguments: { tracks: t.array(t.map()) },
      // @ts-expect-error there is no such argument
      changes: [manageRelationship('trakcs', { type: 'append' })],
    },
  },
});

export const options: ManageRelationshipOptions[] = [
  { onNoMatch: ['create', 'import', 'join', ['weight']] },
  { onMatch: ['destroy', 'archive'], onMissing: ['unrelate', null] },
  { onLookup: ['relate', null, 'search', '*'], useIdentities: ['_primary_key', 'uniqueName'] },
  { onMatch: 'update_join', joinKeys: ['weight'], meta: { id: 'songs', order: 1 } },
  { errorPath: ['songs', 1], eagerValidate: true, bulk: true },
  // @ts-expect-error there is no such shortcut
  { type: 'sync' },
  // @ts-expect-error inputs that match nothing cannot be updated
  { onNoMatch: 'update' },
  // @ts-expect-error what is missing has no input to update it with
  { onMissing: ['update', 'import'] },
  // @ts-expect-error to update the join takes an action of it and its inputs, no more
  { onMatch: ['update_join', 'join', ['weight'], 'more'] },
];

const record = { id: 'a', name: 'x' };
export const changeset = Changeset.forUpdate(Artist, record, 'update')
  .manageRelationship('albums', [asRecord(Album, { id: 'b' }), 'c', { name: 'new' }], {
    type: 'append',
  })
  .manageRelationship('albums', null, { type: 'append_and_remove' })
  .replaceRelationship('albums', ['c']);
// @ts-expect-error a function is no input
Changeset.forUpdate(Artist, record, 'update').manageRelationship('albums', () => 1);

expectTypeOf(manageRelationshipOptions('append').onLookup).toEqualTypeOf<'relate'>();

// Managing relationships: changesets that say what is to become of related records.
import assert from 'node:assert/strict';
import { asRecord, Changeset, manageRelationshipOptions } from 'tunez';
import { Album, type MusicTunez, Track } from './music.ts';
import { errorsOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const managing = all;

async function albumWith(tunez: MusicTunez, tracks: readonly { id: number; name: string }[]) {
  const artist = await tunez.music.createArtist({ name: 'Valkyrie' });
  const album = await tunez.music.createAlbum({
    name: 'Runes',
    yearReleased: 2019,
    artistId: artist.id,
  });
  for (const { id, name } of tracks)
    await tunez.music.createTrack({ number: id, name, albumId: album.id });
  return album;
}

async function namesOf(tunez: MusicTunez, id: string): Promise<string[]> {
  const album = await tunez.music.getAlbumById(id, { load: { tracks: true } });
  return album.tracks.map(({ number, name }) => `${String(number)} ${name}`);
}

scenario('a list of tracks is saved as it is given', async (tunez) => {
  const album = await albumWith(tunez, [
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
  ]);
  const { tracks } = await tunez.music.getAlbumById(album.id, { load: { tracks: true } });
  const saved = await tunez.update(
    Changeset.forUpdate(Album, album, 'update', { name: 'More runes' }).manageRelationship(
      'tracks',
      [{ name: 'new' }, { id: tracks[1]!.id, name: 'kept' }],
      { type: 'direct_control', orderIsKey: 'number' },
    ),
  );
  assert.equal(saved.name, 'More runes');
  assert.deepEqual(await namesOf(tunez, album.id), ['0 new', '1 kept']);
});

scenario('errors have the place of the input, and undo everything', async (tunez) => {
  const album = await albumWith(tunez, [{ id: 1, name: 'a' }]);
  const changeset = Changeset.forUpdate(Album, album, 'update', {
    name: 'Not to be',
  }).manageRelationship('tracks', [{ name: 'fine', number: 2 }, { name: 'no number' }], {
    type: 'direct_control',
  });
  const errors = await errorsOf(tunez.update(changeset));
  assert.deepEqual(
    errors.map(({ code, field, path }) => ({ code, field, path })),
    [{ code: 'required', field: 'number', path: ['tracks', 1] }],
  );
  assert.deepEqual(await namesOf(tunez, album.id), ['1 a']);
  assert.equal((await tunez.music.getAlbumById(album.id)).name, 'Runes');
});

scenario('a record stands for itself, and is related as it is', async (tunez) => {
  const album = await albumWith(tunez, [{ id: 1, name: 'a' }]);
  const other = await albumWith(tunez, [{ id: 2, name: 'b' }]);
  const [track] = await tunez.music.readTracks({ filter: { name: 'b' } });
  await tunez.update(
    Changeset.forUpdate(Album, album, 'update').manageRelationship(
      'tracks',
      [asRecord(Track, track!)],
      { type: 'append' },
    ),
  );
  assert.deepEqual(await namesOf(tunez, album.id), ['1 a', '2 b']);
  assert.deepEqual(await namesOf(tunez, other.id), []);
  const wrong = Changeset.forUpdate(Album, album, 'update').manageRelationship(
    'tracks',
    [asRecord(Album, other)],
    { type: 'append' },
  );
  const [error] = await errorsOf(tunez.update(wrong));
  assert.equal(error?.message, "cannot provide structs that don't match the destination");
});

scenario('what is managed can be asked of a changeset', async (tunez) => {
  const album = await albumWith(tunez, []);
  const changeset = Changeset.forUpdate(Album, album, 'update').manageRelationship('tracks', [], {
    type: 'append',
  });
  const evaluated = await tunez.evaluate(changeset);
  assert.ok(evaluated.changingRelationship('tracks'));
  assert.ok(!evaluated.changingRelationship('artist'));
});

scenario('whom a record belongs to may be made with it', async (tunez) => {
  const album = await tunez.create(
    Changeset.forCreate(Album, 'create', { name: 'Runes', yearReleased: 2019 } as never, {
      require: false,
    }).manageRelationship('artist', { name: 'Made now' }, { type: 'append', onNoMatch: 'create' }),
  );
  const { artist } = await tunez.music.getAlbumById(album.id, { load: { artist: true } });
  assert.equal(artist.name, 'Made now');
});

scenario('options that make no sense are refused', async (tunez) => {
  const album = await albumWith(tunez, []);
  const changeset = Changeset.forUpdate(Album, album, 'update').manageRelationship('tracks', [], {
    onMatch: ['update', 'noSuchAction'],
  });
  const [error] = await errorsOf(tunez.update(changeset));
  assert.equal(error?.code, 'invalid_message');
  assert.match(error.message, /tracks: "on_match" needs an action of the type update of Track/);
});

scenario('a shortcut says what it stands for', () => {
  assert.deepEqual(manageRelationshipOptions('append_and_remove'), {
    onLookup: 'relate',
    onNoMatch: 'error',
    onMatch: 'ignore',
    onMissing: 'unrelate',
  });
  return Promise.resolve();
});

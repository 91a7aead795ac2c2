// The application's own functions, and changesets.
import assert from 'node:assert/strict';
import { Changeset } from 'tunez';
import { Album, Artist, Probe } from './music.ts';
import { codesOf, errorsOf, messagesOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const callbacks = all;

scenario('a change as a function sees old and new values', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'First' });
  const second = await tunez.music.updateArtist(artist, { name: 'Second' });
  assert.deepEqual(second.previousNames, ['First']);
  const third = await tunez.music.updateArtist(second, { name: 'Third' });
  assert.deepEqual(third.previousNames, ['Second', 'First']);
  const back = await tunez.music.updateArtist(third, { name: 'First' });
  assert.deepEqual(back.previousNames, ['Third', 'Second']);
});

scenario('a change is skipped where its condition does not hold', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'First' });
  const updated = await tunez.music.updateArtist(artist, { name: 'First', biography: 'x' });
  assert.deepEqual(updated.previousNames, []);
  assert.equal((await tunez.music.createProbe({ text: 'empty' })).note, 'was empty');
  assert.equal((await tunez.music.createProbe({ text: 'full' })).note, null);
});

scenario('a change asks the engine what comes of its own changes', async (tunez) => {
  assert.equal((await tunez.music.createProbe({ text: 'loud' })).note, 'LOUD!');
});

scenario('a default as a function is called', async (tunez) => {
  assert.equal((await tunez.music.createProbe({ text: 'x' })).serial, 7);
});

scenario('a validation as a function refuses with its message and variables', async (tunez) => {
  const errors = await errorsOf(
    tunez.music.createProbe({ text: 'forbidden', note: 'x'.repeat(21) }),
  );
  const own = errors.find(({ field }) => field === 'text');
  assert.equal(own?.message, 'may not be forbidden');
  assert.equal(own.template, 'may not be %{word}');
  assert.equal(errors.length, 2);
});

scenario(
  'a function that throws is an error with a trace of where, and the session goes on',
  async (tunez) => {
    const [error] = await errorsOf(tunez.music.createProbe({ text: 'throw' }));
    assert.equal(error?.code, 'callback_failed');
    assert.equal(error.message, '** (RangeError) thrown by a change');
    assert.equal((await tunez.music.createProbe({ text: 'fine' })).text, 'fine');
  },
);

scenario('a function that returns a promise, or nothing, is refused', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.music.createProbe({ text: 'promise' })), [
    'callback_returned_promise',
  ]);
  assert.deepEqual(await codesOf(tunez.music.createProbe({ text: 'nothing' })), [
    'callback_failed',
  ]);
});

scenario('a changeset is evaluated without touching data', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'First' });
  const made = Changeset.forUpdate(Artist, artist, 'update', { name: ' ' }, { actor: { id: 1 } });
  const invalid = await tunez.evaluate(made);
  assert.equal(invalid.valid, false);
  assert.deepEqual(
    invalid.errors.map(({ code, field }) => [code, field]),
    [['required', 'name']],
  );
  const valid = await tunez.evaluate(made.changeAttribute('name', 'x'));
  assert.equal(valid.getAttribute('name'), 'x');
  assert.deepEqual(await tunez.music.getArtistById(artist.id), artist);
});

scenario('errors of a changeset name fields as the definition does', async (tunez) => {
  const { id } = await tunez.music.createArtist({ name: 'First' });
  const input = { name: 'a', yearReleased: 1949, artistId: id };
  const album = await tunez.evaluate(Changeset.forCreate(Album, 'create', input));
  assert.deepEqual(
    album.errors.map(({ field }) => field),
    ['yearReleased'],
  );
});

scenario('a changeset is submitted, with what was added to it', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'First' });
  const changeset = Changeset.forUpdate(artist, 'update', { biography: 'b' }).changeAttribute(
    'country',
    'DE',
  );
  const updated = await tunez.update(changeset);
  assert.deepEqual([updated['biography'], updated['country']], ['b', 'DE']);
  const album = Changeset.forCreate(Album, 'create', {
    name: 'a',
    yearReleased: 2000,
    artistId: artist.id,
  });
  assert.equal((await tunez.create(album)).artistId, artist.id);
  await tunez.destroy(Changeset.forDestroy(artist, 'destroy'));
  assert.deepEqual(await tunez.music.readAlbums(), []);
});

scenario('errors added to a changeset refuse it', async (tunez) => {
  const changeset = Changeset.forCreate(Probe, 'create', { text: 'x' })
    .addError({ field: 'note', message: 'is missing %{what}', vars: { what: 'something' } })
    .addError('as a whole', ['outer', 0]);
  const errors = await errorsOf(tunez.create(changeset));
  assert.deepEqual(await messagesOf(tunez.create(changeset)), [
    ': as a whole',
    'note: is missing something',
  ]);
  assert.deepEqual(errors.find(({ field }) => field === undefined)?.path, ['outer', 0]);
});

scenario('an argument has a default and does not become an attribute', async (tunez) => {
  const changeset = Changeset.forCreate(Probe, 'create', { text: 'x' });
  assert.equal((await tunez.evaluate(changeset)).getArgument('suffix'), null);
  const given = Changeset.forCreate(Probe, 'create', { text: 'x', suffix: 's' });
  assert.equal((await tunez.evaluate(given)).getArgument('suffix'), 's');
});

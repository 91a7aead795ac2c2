// Create, update, destroy, and what they refuse.
import assert from 'node:assert/strict';
import { Forbidden, Invalid } from 'tunez';
import { Artist } from './music.ts';
import { codesOf, errorsOf, messagesOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const writing = all;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

scenario('a create fills id, defaults and timestamps', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: "  Valkyrie's Fury " });
  assert.match(artist.id, uuid);
  assert.match(artist.insertedAt, instant);
  assert.deepEqual(artist, {
    id: artist.id,
    name: "Valkyrie's Fury",
    biography: null,
    previousNames: [],
    country: null,
    insertedAt: artist.insertedAt,
    updatedAt: artist.insertedAt,
  });
});

scenario('what was created can be read', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'The Lost Keys', country: 'NO' });
  assert.deepEqual(await tunez.music.getArtistById(artist.id), artist);
  assert.deepEqual(await tunez.music.readArtists(), [artist]);
});

scenario('an update changes what it is given and moves updatedAt', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'Old', biography: 'stays' });
  await new Promise((resolve) => setTimeout(resolve, 2));
  const updated = await tunez.music.updateArtist(artist, { country: 'SE' });
  assert.deepEqual(updated, { ...artist, country: 'SE', updatedAt: updated.updatedAt });
  assert.ok(updated.updatedAt > artist.updatedAt);
  assert.deepEqual(await tunez.music.getArtistById(artist.id), updated);
});

scenario('an update that changes nothing leaves updatedAt alone', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'Same' });
  await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(await tunez.music.updateArtist(artist, { name: ' Same ' }), artist);
  assert.deepEqual(await tunez.music.getArtistById(artist.id), artist);
});

scenario('an update takes the key instead of the record', async (tunez) => {
  const { id } = await tunez.music.createArtist({ name: 'a' });
  assert.equal((await tunez.music.updateArtist(id, { biography: 'b' })).biography, 'b');
  assert.equal((await tunez.music.updateArtist({ id }, { biography: 'c' })).biography, 'c');
});

scenario('a destroyed record is gone', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'a' });
  await tunez.music.destroyArtist(artist);
  assert.deepEqual(await tunez.music.readArtists(), []);
  assert.deepEqual(await codesOf(tunez.music.getArtistById(artist.id)), ['not_found']);
});

scenario('a record that is gone cannot be updated or destroyed: it is stale', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'a' });
  await tunez.music.destroyArtist(artist.id);
  assert.deepEqual(await codesOf(tunez.music.updateArtist(artist, { name: 'b' })), [
    'stale_record',
  ]);
  assert.deepEqual(await codesOf(tunez.music.destroyArtist(artist)), ['stale_record']);
  assert.deepEqual(await codesOf(tunez.music.destroyArtist(artist.id)), ['not_found']);
});

scenario('a missing required attribute is an error with code, field and text', async (tunez) => {
  const result = await tunez.music.createArtist.safe({ name: '   ' });
  assert.equal(result.ok, false);
  assert.ok(result.error instanceof Invalid && !(result.error instanceof Forbidden));
  assert.equal(result.error.errors.length, 1);
  const [error] = result.error.errors;
  assert.equal(error?.code, 'required');
  assert.equal(error.field, 'name');
  assert.equal(error.message, 'attribute name is required');
  assert.deepEqual(error.path, []);
});

scenario('all errors come at once, and nothing is written', async (tunez) => {
  const { id: artistId } = await tunez.music.createArtist({ name: 'a' });
  const input = { yearReleased: 1900, coverImageUrl: 'x', artistId, extra: 1 };
  const work = tunez.music.createAlbum(input as never);
  const errors = await errorsOf(work);
  assert.deepEqual(
    errors.map(({ code, field, input: given }) => `${code} ${field ?? given ?? ''}`).sort(),
    [
      'invalid_attribute coverImageUrl',
      'invalid_attribute yearReleased',
      'no_such_input extra',
      'required name',
    ],
  );
  assert.deepEqual(await tunez.music.readAlbums(), []);
});

scenario('a message of a validation replaces its text and keeps its variables', async (tunez) => {
  const { id: artistId } = await tunez.music.createArtist({ name: 'a' });
  const errors = await errorsOf(
    tunez.music.createAlbum({ name: 'b', yearReleased: 1950, artistId }),
  );
  assert.equal(errors[0]?.message, 'must be between 1950 and next year');
  assert.equal(errors[0].vars['greater_than'], 1950);
});

scenario('an update does not accept what it does not name', async (tunez) => {
  const { id: artistId } = await tunez.music.createArtist({ name: 'a' });
  const album = await tunez.music.createAlbum({ name: 'b', yearReleased: 2000, artistId });
  const errors = await errorsOf(tunez.music.updateAlbum(album, { artistId } as never));
  assert.deepEqual([errors[0]?.code, errors[0]?.input], ['no_such_input', 'artistId']);
});

scenario('values of the wrong type are errors on their field', async (tunez) => {
  const input = { name: ['x'], yearReleased: 'soon', artistId: 'nobody' };
  assert.deepEqual(
    await messagesOf(tunez.music.createAlbum(input as never)),
    [
      'artistId: Invalid value provided for artist_id: is invalid.\n\nValue: "nobody"',
      'name: Invalid value provided for name: is invalid.\n\nValue: ["x"]',
      'yearReleased: Invalid value provided for year_released: is invalid.\n\nValue: "soon"',
    ].map((message) => message.replace(/Invalid value provided for \w+: (.*)\.\n\n.*/s, '$1')),
  );
});

scenario('an identity that is taken is reported on its fields, in its own words', async (tunez) => {
  const { id: artistId } = await tunez.music.createArtist({ name: 'a' });
  const album = { name: 'b', yearReleased: 2000, artistId };
  await tunez.music.createAlbum(album);
  assert.deepEqual(await messagesOf(tunez.music.createAlbum(album)), [
    'artistId: already exists for this artist',
    'name: already exists for this artist',
  ]);
  const { id: other } = await tunez.music.createArtist({ name: 'c' });
  assert.equal((await tunez.music.createAlbum({ ...album, artistId: other })).name, 'b');
});

scenario('a key that leads nowhere is an error', async (tunez) => {
  const artistId = '00000000-0000-4000-8000-000000000000';
  const errors = await errorsOf(
    tunez.music.createAlbum({ name: 'b', yearReleased: 2000, artistId }),
  );
  assert.equal(errors.length, 1);
  assert.match(errors[0]!.message, /does not exist/);
});

scenario('deleting an artist deletes albums and tracks, as declared', async (tunez) => {
  const artist = await tunez.music.createArtist({ name: 'a' });
  const album = await tunez.music.createAlbum({
    name: 'b',
    yearReleased: 2000,
    artistId: artist.id,
  });
  await tunez.music.createTrack({ number: 1, name: 'c', albumId: album.id });
  await tunez.music.destroyArtist(artist);
  assert.deepEqual(await tunez.music.readAlbums(), []);
  assert.deepEqual(await tunez.music.readTracks(), []);
});

scenario('an enum is matched without regard to case, and refuses others', async (tunez) => {
  assert.equal(
    (await tunez.music.createArtist({ name: 'a', country: 'no' as 'NO' })).country,
    'NO',
  );
  assert.deepEqual(await codesOf(tunez.music.createArtist({ name: 'a', country: 'XX' as 'NO' })), [
    'invalid_attribute',
  ]);
});

scenario(
  'many records are created at once, and failures are counted with their index',
  async (tunez) => {
    const inputs = [{ name: 'a' }, { name: ' ' }, { name: 'c' }];
    const result = await tunez.bulkCreate(Artist, 'create', inputs, {
      returnRecords: true,
      returnErrors: true,
      sorted: true,
    });
    assert.equal(result.status, 'partialSuccess');
    assert.equal(result.errorCount, 1);
    assert.deepEqual(
      result.records?.map(({ name }) => name),
      ['a', 'c'],
    );
    assert.deepEqual(
      result.errors?.map(({ code, field, path }) => [code, field, path]),
      [['required', 'name', [1]]],
    );
    assert.equal((await tunez.music.readArtists()).length, 2);
  },
);

scenario('many records are created from rows under common keys', async (tunez) => {
  const rows = Array.from({ length: 250 }, (_, index) => [`artist ${index}`, null]);
  const result = await tunez.bulkCreate(Artist, 'create', { keys: ['name', 'biography'], rows });
  assert.deepEqual(result, { status: 'success', errorCount: 0 });
  assert.equal((await tunez.music.readArtists()).length, 250);
});

scenario(
  'a bulk create takes inputs as an iterator makes them, a few thousand at a time',
  async (tunez) => {
    let made = 0;
    const steps: number[] = [];
    async function* inputs(): AsyncGenerator<{ name: string }> {
      await Promise.resolve();
      for (; made < 2500; made++) yield { name: `Artist ${made}` };
    }
    const result = await tunez.bulkCreate(Artist, 'create', inputs(), {
      onProgress: (done) => {
        assert.ok(made <= done + 1, 'the iterator is not asked for more than the next input');
        steps.push(done);
      },
    });
    assert.deepEqual(result, { status: 'success', errorCount: 0 });
    assert.deepEqual(steps, [1000, 2000, 2500]);
    assert.equal((await tunez.music.readArtists({ select: ['id'] })).length, 2500);
  },
);

scenario(
  'errors of a bulk create say which input they are about, also far behind',
  async (tunez) => {
    const inputs = Array.from({ length: 1500 }, (_, index) => ({
      name: index === 1234 ? '' : `Artist ${index}`,
    }));
    const result = await tunez.bulkCreate(Artist, 'create', inputs, { returnErrors: true });
    assert.equal(result.status, 'partialSuccess');
    assert.deepEqual(
      result.errors?.map(({ path, field }) => [path, field]),
      [[[1234], 'name']],
    );
  },
);

scenario(
  'an iterator that throws ends a bulk create with an error, and no batch half',
  async (tunez) => {
    function* inputs(): Generator<{ name: string }> {
      for (let index = 0; index < 1050; index++) yield { name: `Artist ${index}` };
      throw new Error('no more');
    }
    const codes = await codesOf(tunez.bulkCreate(Artist, 'create', inputs()));
    assert.deepEqual(codes, ['callback_failed']);
    assert.equal((await tunez.music.readArtists({ select: ['id'] })).length, 1000);
    const all = tunez.bulkCreate(Artist, 'create', inputs(), { transaction: 'all' });
    assert.deepEqual(await codesOf(all), ['callback_failed']);
    assert.equal((await tunez.music.readArtists({ select: ['id'] })).length, 1000);
  },
);

scenario('an unknown action, resource or option is a typed error', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.create(Artist, 'craete' as 'create', { name: 'a' })), [
    'no_such_action',
  ]);
  assert.deepEqual(await codesOf(tunez.music.createArtist({ name: 'a' }, { lod: 1 } as never)), [
    'invalid_message',
  ]);
});

// Reading: one, many, in which order, with what.
import assert from 'node:assert/strict';
import { expr, related } from 'tunez';
import { Fan } from './fans.ts';
import { Album, Artist } from './music.ts';
import type { MusicTunez } from './music.ts';
import { codesOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const reading = all;

/** Two artists; the first has albums of 2019, 2022 and 2001, the one of 2022 with two tracks. */
async function catalogue(tunez: MusicTunez) {
  const { music } = tunez;
  const first = await music.createArtist({ name: 'Valkyrie', country: 'NO' });
  const second = await music.createArtist({ name: 'Keys' });
  const albums = [];
  for (const [name, yearReleased] of [
    ['Runes', 2019],
    ['Embers', 2022],
    ['Roots', 2001],
  ] as const)
    albums.push(await music.createAlbum({ name, yearReleased, artistId: first.id }));
  for (const number of [2, 1])
    await music.createTrack({ number, name: `Track ${number}`, albumId: albums[1]!.id });
  return { first, second, albums };
}

const namesOf = (records: readonly { name: string }[]) => records.map(({ name }) => name);

scenario(
  'a record is found by other fields, and may be missing if that is declared',
  async (tunez) => {
    const { second } = await catalogue(tunez);
    assert.deepEqual(await tunez.music.findArtistByName('Keys'), second);
    assert.equal(await tunez.music.findArtistByName('Nobody'), null);
  },
);

scenario('several records where one was asked for are an error', async (tunez) => {
  await tunez.music.createArtist({ name: 'Twin' });
  await tunez.music.createArtist({ name: 'Twin' });
  assert.deepEqual(await codesOf(tunez.music.findArtistByName('Twin')), ['multiple_results']);
});

scenario('a key of the wrong type is an error, not an empty result', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.music.getArtistById('no-uuid')), ['invalid_primary_key']);
});

scenario('records are filtered by equality', async (tunez) => {
  const { albums, first } = await catalogue(tunez);
  const found = await tunez.music.readAlbums({
    filter: { yearReleased: 2019, artistId: first.id },
  });
  assert.deepEqual(found, [albums[0]]);
  assert.deepEqual(await tunez.music.readAlbums({ filter: { name: 'runes' } }), []);
  assert.deepEqual(
    namesOf(await tunez.music.readArtists({ filter: { country: { isNil: true } } })),
    ['Keys'],
  );
});

scenario('records are sorted, by text and by map, and limited', async (tunez) => {
  await catalogue(tunez);
  const { readAlbums } = tunez.music;
  assert.deepEqual(namesOf(await readAlbums({ sort: '-yearReleased' })), [
    'Embers',
    'Runes',
    'Roots',
  ]);
  assert.deepEqual(namesOf(await readAlbums({ sort: { name: 'asc' } })), [
    'Embers',
    'Roots',
    'Runes',
  ]);
  const two = await readAlbums({ sort: ['-yearReleased'], limit: 2 });
  assert.deepEqual(namesOf(two), ['Embers', 'Runes']);
  const second = await readAlbums({ sort: 'yearReleased', limit: 1, offset: 1 });
  assert.deepEqual(namesOf(second), ['Runes']);
});

scenario('nil sorts last upwards and first downwards', async (tunez) => {
  await catalogue(tunez);
  assert.deepEqual(namesOf(await tunez.music.readArtists({ sort: 'country' })), [
    'Valkyrie',
    'Keys',
  ]);
  assert.deepEqual(namesOf(await tunez.music.readArtists({ sort: '-country' })), [
    'Keys',
    'Valkyrie',
  ]);
});

scenario('of records that are alike the first is read, in an order of their own', async (tunez) => {
  await catalogue(tunez);
  const read = async (distinctSort: '-yearReleased' | 'yearReleased') => {
    const albums = await tunez.read(
      Album,
      'read',
      {},
      { distinct: ['artistId'], distinctSort: [distinctSort], sort: 'name' },
    );
    return albums.map(({ name }) => name);
  };
  const [newest, oldest] = [await read('-yearReleased'), await read('yearReleased')];
  assert.ok(newest.includes('Embers') && !newest.includes('Roots'));
  assert.ok(oldest.includes('Roots') && !oldest.includes('Embers'));
  assert.equal(newest.length, oldest.length);
  const unknown = { distinct: ['nothing'] } as object;
  assert.deepEqual(await codesOf(tunez.read(Album, 'read', {}, unknown)), ['no_such_field']);
});

scenario('users filter and sort by what is public, and by nothing else', async (tunez) => {
  const { createFan } = tunez.music;
  for (const [nickName, city] of [
    ['Ada', 'Oslo'],
    ['Bo', 'Rome'],
    ['Cy', 'Oslo'],
  ] as const)
    await createFan({ nickName, profile: { firstName: nickName, home: { name: city } } });
  const read = async (filterInput: Record<string, unknown>, sortInput = '-nickName') => {
    const fans = await tunez.read(Fan, 'read', {}, { filterInput, sortInput });
    return fans.map((fan) => fan.nickName);
  };
  assert.deepEqual(await read({ nickName: { greaterThan: 'Ada' } }), ['Cy', 'Bo']);
  assert.deepEqual(await read({ profile: { home: { name: 'Oslo' } } }), ['Cy', 'Ada']);
  const both = { filter: { nickName: { in: ['Ada', 'Bo'] } }, filterInput: { nickName: 'Bo' } };
  assert.equal((await tunez.read(Fan, 'read', {}, both)).length, 1);

  for (const hidden of [{ nothing: 1 }, { not: { nothing: 1 } }, { profile: { age: 1 } }])
    assert.deepEqual(await codesOf(read(hidden)), ['no_such_field']);
  assert.deepEqual(await codesOf(read({}, 'nothing')), ['no_such_field']);
  // The relationship is there, and not public.
  const filterInput = { or: [{ artist: { country: 'NO' } }] };
  const albums = tunez.read(Album, 'read', {}, { filterInput });
  assert.deepEqual(await codesOf(albums), ['no_such_field']);
});

scenario('a member of a combination that does not say how it joins is refused', async (tunez) => {
  const members = { combinationOf: [{ filter: { name: 'Runes' } }] } as object;
  assert.deepEqual(await codesOf(tunez.read(Album, 'read', {}, members)), ['invalid_message']);
});

scenario('selected attributes come with the primary key, others are absent', async (tunez) => {
  const { first } = await catalogue(tunez);
  const [artist] = await tunez.music.readArtists({
    select: ['country'],
    filter: { name: 'Valkyrie' },
  });
  assert.deepEqual(artist, { id: first.id, country: 'NO' });
});

scenario('has_many is loaded in its own order, and absent unless it is loaded', async (tunez) => {
  const { first, second } = await catalogue(tunez);
  const artist = await tunez.music.getArtistById(first.id, { load: { albums: true } });
  assert.deepEqual(namesOf(artist.albums), ['Embers', 'Runes', 'Roots']);
  assert.equal('albums' in (await tunez.music.getArtistById(first.id)), false);
  assert.deepEqual((await tunez.music.getArtistById(second.id, { load: ['albums'] })).albums, []);
});

scenario('loads nest, upwards and downwards', async (tunez) => {
  const { first, albums } = await catalogue(tunez);
  const artist = await tunez.music.getArtistById(first.id, {
    load: { albums: { tracks: true, artist: true } },
  });
  assert.deepEqual(namesOf(artist.albums[0]!.tracks), ['Track 1', 'Track 2']);
  assert.deepEqual(artist.albums[1]!.tracks, []);
  assert.deepEqual(artist.albums[2]!.artist, first);
  const album = await tunez.music.getAlbumById(albums[0]!.id, { load: { artist: true } });
  assert.deepEqual(album.artist, first);
});

scenario('has_one loads the first by its sort, or nil', async (tunez) => {
  const { first, second } = await catalogue(tunez);
  assert.equal(
    (await tunez.music.getArtistById(first.id, { load: ['firstAlbum'] })).firstAlbum?.name,
    'Roots',
  );
  assert.equal(
    (await tunez.music.getArtistById(second.id, { load: ['firstAlbum'] })).firstAlbum,
    null,
  );
});

scenario('writes load on their result', async (tunez) => {
  const { first } = await catalogue(tunez);
  const album = await tunez.music.createAlbum(
    { name: 'New', yearReleased: 2020, artistId: first.id },
    { load: { artist: true } },
  );
  assert.equal(album.artist.name, 'Valkyrie');
});

scenario('relationships are loaded on records that were read before', async (tunez) => {
  const { albums } = await catalogue(tunez);
  const loaded = await tunez.load(Album, albums, { artist: true });
  assert.deepEqual(
    loaded.map(({ artist }) => artist.name),
    ['Valkyrie', 'Valkyrie', 'Valkyrie'],
  );
});

scenario('an unknown field in filter, sort, select or load is a typed error', async (tunez) => {
  const read = (options: object) => codesOf(tunez.music.readAlbums(options));
  assert.deepEqual(await read({ filter: { nmae: 1 } }), ['no_such_field']);
  assert.deepEqual(await read({ sort: '-nmae' }), ['no_such_field']);
  assert.equal((await read({ select: ['nmae'] })).length, 1);
  assert.equal((await read({ load: { nmae: true } })).length, 1);
  assert.deepEqual(await read({ limit: -1 }), ['invalid_limit']);
});

scenario('aggregates and calculations are loaded, sorted and filtered by', async (tunez) => {
  await catalogue(tunez);
  const [first, second] = await tunez.music.readArtists({
    sort: '-albumCount',
    load: { albumCount: true, years: true, loudName: { args: { mark: '?' } } },
  });
  assert.deepEqual(
    [first!.albumCount, first!.years, first!.loudName],
    [3, [2001, 2019, 2022], 'Valkyrie?'],
  );
  assert.deepEqual([second!.albumCount, second!.years], [0, []]);
  const productive = await tunez.music.readArtists({ filter: { albumCount: { gt: 0 } } });
  assert.deepEqual(namesOf(productive), ['Valkyrie']);
  const loaded = await tunez.load(Artist, [first!], { loudName: true });
  assert.equal(loaded[0]!.loudName, 'Valkyrie!');
});

scenario('filters lead along relationships, and hold expressions', async (tunez) => {
  await catalogue(tunez);
  const early = { albums: { yearReleased: { lt: 2010 } } };
  assert.deepEqual(namesOf(await tunez.music.readArtists({ filter: early })), ['Valkyrie']);
  const none = expr(Artist, () => related('count', 'albums').eq(0));
  assert.deepEqual(namesOf(await tunez.music.readArtists({ filter: none })), ['Keys']);
  const from = await tunez.music.readAlbums({
    filter: { artist: { name: { contains: 'alk' } } },
    sort: 'name',
  });
  assert.deepEqual(namesOf(from), ['Embers', 'Roots', 'Runes']);
});

scenario('a page leads to the next one and back', async (tunez) => {
  await catalogue(tunez);
  const page = await tunez.music.readAlbums({ sort: 'name', page: { limit: 2, count: true } });
  assert.deepEqual([namesOf(page.results), page.more, page.count], [['Embers', 'Roots'], true, 3]);
  const next = await tunez.music.readAlbums({ sort: 'name', page: { from: page, to: 'next' } });
  assert.deepEqual([namesOf(next.results), next.more], [['Runes'], false]);
  const behind = await tunez.music.readAlbums({
    sort: 'name',
    page: { limit: 2, after: page.keysets![0]! },
  });
  assert.deepEqual(namesOf(behind.results), ['Roots', 'Runes']);
});

scenario('one value is read out of many records', async (tunez) => {
  await catalogue(tunez);
  assert.equal(await tunez.aggregate(Album, 'max', 'yearReleased'), 2022);
  assert.equal(
    await tunez.aggregate(Album, 'count', undefined, { filter: { yearReleased: { gt: 2010 } } }),
    2,
  );
});

scenario('an expression is evaluated over a record in hand', async (tunez) => {
  const { first } = await catalogue(tunez);
  const loud = expr(Artist, ({ name }) => name.concat('!'));
  assert.deepEqual(await tunez.valueOf(Artist, first, loud), { value: 'Valkyrie!' });
  const albums = related('count', 'albums');
  assert.deepEqual(await tunez.valueOf(Artist, first, albums), { unknown: true });
});

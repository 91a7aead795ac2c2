// Reading by the package: search, plans, combinations, pages of relationships, streams, code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  arg,
  belongsTo,
  calculate,
  combination,
  count,
  customAggregate,
  domain,
  expr,
  hasMany,
  open,
  ref,
  resource,
  search,
  searchRank,
  t,
} from 'tunez';
import type { TunezError } from 'tunez';

const Artist = resource('Artist', {
  attributes: {
    id: t.integer().primaryKey(),
    firstName: t.string().public(),
    lastName: t.ciString().public(),
  },
  relationships: {
    albums: hasMany('Album', { sort: { id: 'asc' } }),
    songs: hasMany('Song', { through: ['albums', 'songs'] }),
  },
  aggregates: {
    albumCount: count('albums'),
    years: customAggregate(t.integer(), 'albums', 'year', (years: number[]) =>
      years.reduce((sum, year) => sum + year, 0),
    ),
  },
  calculations: {
    label: calculate(
      t.string(),
      (artists: readonly { firstName: string; albumCount: number }[], given) =>
        artists.map(
          ({ firstName, albumCount }) =>
            `${firstName} ${albumCount}${(given.arguments as { mark: string | null }).mark ?? ''}`,
        ),
      { load: ['firstName', 'albumCount'], arguments: { mark: t.string().default('') } },
    ),
  },
  fullText: {
    names: { fields: ['firstName', 'lastName'], prefix: [2, 3] },
    nameParts: { fields: ['lastName'], tokenize: 'trigram' },
  },
  customIndexes: [{ fields: ['firstName'], where: ref('lastName').isNil().not() }],
  actions: {
    defaults: ['read', 'create', 'update', 'destroy'],
    defaultAccept: ['firstName', 'lastName'],
    search: {
      type: 'read',
      arguments: { query: t.string().required() },
      filter: search('names', arg('query')),
    },
  },
});
const Album = resource('Album', {
  attributes: { id: t.integer().primaryKey(), year: t.integer() },
  relationships: {
    artist: belongsTo('Artist', { attributeType: 'integer' }),
    songs: hasMany('Song'),
  },
  actions: {
    defaults: ['create'],
    defaultAccept: ['year', 'artistId'],
    read: {
      type: 'read',
      primary: true,
      pagination: { offset: true, keyset: true, required: false },
    },
  },
});
const Song = resource('Song', {
  attributes: { id: t.integer().primaryKey() },
  relationships: { album: belongsTo('Album', { attributeType: 'integer' }) },
  actions: { defaults: ['read', 'create'], defaultAccept: ['albumId'] },
});
const Music = domain('Music', {
  resources: { Artist, Album, Song },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    updateArtist: define(Artist, 'update'),
    readArtists: define(Artist, 'read'),
    searchArtists: define(Artist, 'search', { args: ['query'] }),
    createAlbum: define(Album, 'create'),
    readAlbums: define(Album, 'read'),
    createSong: define(Song, 'create'),
  }),
});

async function opened() {
  const tunez = await open({ domains: [Music], storage: ':memory:' });
  const { music } = tunez;
  for (const [firstName, lastName] of [
    ['Ella', 'Rivers'],
    ['Nina', 'Riverside'],
    ['Otis', null],
  ] as const)
    await music.createArtist({ firstName, lastName });
  // Keys are counted from 1.
  for (const [year, artistId] of [
    [1956, 1],
    [1964, 1],
    [1968, 1],
    [1959, 2],
  ] as const) {
    const { id: albumId } = await music.createAlbum({ year, artistId });
    await music.createSong({ albumId });
  }
  return { tunez, music };
}

const ids = (records: readonly { id: number | bigint }[]): number[] =>
  records.map(({ id }) => Number(id));

const refusal = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'nothing',
    (error: unknown) => (error as TunezError).errors[0]!.code,
  );

test('records are searched by the words of a full-text index, in actions and in filters', async () => {
  const { tunez, music } = await opened();
  assert.deepEqual(ids(await music.searchArtists('rivers')), [1]);
  assert.deepEqual(ids(await music.searchArtists('ri*', { sort: 'id' })), [1, 2]);
  assert.deepEqual(ids(await music.searchArtists('" OR *')), []);
  assert.deepEqual(ids(await music.readArtists({ filter: { names: { search: 'nina' } } })), [2]);
  assert.deepEqual(ids(await music.readArtists({ filter: { names: 'ella', id: 1 } })), [1]);
  assert.deepEqual(
    ids(await music.readArtists({ filter: { lastName: { contains: 'IVERS' } }, sort: 'id' })),
    [1, 2],
  );
  await music.updateArtist(3, { lastName: 'Riv' });
  const ranked = await music.searchArtists('riv*', {
    sort: [searchRank('names', 'riv*'), 'id'],
    limit: 2,
  });
  assert.equal(ranked.length, 2);
  await tunez.close();
});

test('explain shows statements, plans and what no index serves', async () => {
  const { tunez, music } = await opened();
  const statements = await music.readArtists.explain({
    filter: { firstName: 'Ella' },
    load: { albums: true },
  });
  assert.equal(statements.length, 2);
  assert.deepEqual(statements[0]!.parameters, ['Ella']);
  assert.match(statements[0]!.sql, /^SELECT /);
  assert.match(statements[0]!.plan[0]!.detail, /^SCAN t/);
  assert.match(
    statements[0]!.notes[0]!,
    /customIndexes: \[\{ fields: \['firstName'\] \}\]|another way/,
  );
  assert.deepEqual(statements[1]!.load, ['albums']);
  const [searched] = await tunez.explain(Artist, 'search', { query: 'x' });
  assert.match(searched!.sql, /MATCH \?1/);
  await tunez.close();
});

test('queries are combined, and sorted by what their members compute', async () => {
  const { tunez, music } = await opened();
  const score = (by: number) => ({
    score: calculate(
      t.integer(),
      expr(Artist, ({ id }) => id.times(by)),
    ),
  });
  const found = await music.readArtists({
    combinationOf: [
      { type: 'base', filter: { id: { lt: 3 } }, calculations: score(1) },
      { type: 'unionAll', filter: { id: 3 }, calculations: score(-1) },
    ],
    filter: combination<number>('score').lt(2),
    sort: [[combination('score'), 'desc']],
  });
  assert.deepEqual(ids(found), [1, 3]);
  await tunez.close();
});

test('pages of related records stand in the place of the lists of their parents', async () => {
  const { tunez, music } = await opened();
  const [ella, nina] = await music.readArtists({
    sort: 'id',
    load: { albums: { page: { limit: 2, count: true }, load: { songs: true } }, songs: true },
  });
  assert.deepEqual(ids(ella!.albums.results), [1, 2]);
  assert.equal(ella!.albums.more, true);
  assert.equal(ella!.albums.count, 3);
  assert.deepEqual(ids(ella!.albums.results[0]!.songs), [1]);
  assert.deepEqual(ids(nina!.albums.results), [4]);
  assert.deepEqual(ids(ella!.songs).sort(), [1, 2, 3]);
  const [next] = await music.readArtists({
    filter: { id: 1 },
    load: { albums: { page: { from: ella!.albums, to: 'next' } } },
  });
  assert.deepEqual(ids(next!.albums.results), [3]);
  await tunez.close();
});

test('a stream reads all records in batches, and no more than are asked for', async () => {
  const { tunez, music } = await opened();
  const seen: number[] = [];
  for await (const album of music.readAlbums.stream({ sort: '-year', batchSize: 2 }))
    seen.push(album.year!);
  assert.deepEqual(seen, [1968, 1964, 1959, 1956]);
  const first: number[] = [];
  for await (const { id } of tunez.stream(Artist, 'read', {}, { sort: 'id', limit: 2 }))
    first.push(id);
  assert.deepEqual(first, [1, 2]);
  for await (const artist of music.searchArtists.stream('ri*', { sort: 'id' })) {
    assert.equal(artist.id, 1);
    break;
  }
  await tunez.close();
});

test('functions calculate fields of records, custom aggregates, and single values', async () => {
  const { tunez, music } = await opened();
  const artists = await music.readArtists({
    sort: '-years',
    filter: { years: { gt: 1000 } },
    select: ['id'],
    load: { label: { args: { mark: '!' } }, years: true },
  });
  assert.deepEqual(artists, [
    { id: 1, label: 'Ella 3!', years: 5888 },
    { id: 2, label: 'Nina 1!', years: 1959 },
  ]);
  assert.equal(await tunez.calculate(Artist, 'label', { id: 3 }), 'Otis 0');
  assert.equal(await refusal(music.readArtists({ sort: 'label' })), 'not_supported');
  await tunez.close();
});

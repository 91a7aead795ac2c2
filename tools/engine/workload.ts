// What people do with the app, for the choice of what the engine's first file holds
// (docs/decisions/0016): a first visit, which begins with nothing, and a second one.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'tunez';
import { eagerSuffixes } from '../../js/src/runtime/storage/file_names.ts';
import { Accounts, Music } from '../../web/src/domain/index.ts';
import { migrations } from './migrations.ts';
import { startWorker } from './one_tab.ts';

/** Visits to a database in an empty folder, one that is cut off, and one to a database in memory. */
export async function run(folder: string): Promise<void> {
  const file = join(folder, 'music.db');
  // As the browser's storage has them, whose files are there from the beginning.
  for (const suffix of eagerSuffixes) writeFileSync(file + suffix, '');
  await visit(file, begin);
  await visit(file, comeBack);
  const other = join(folder, 'killed');
  await visit(file, async (tunez) => {
    await begin(tunez);
    mkdirSync(other);
    for (const suffix of eagerSuffixes)
      if (existsSync(file + suffix)) copyFileSync(file + suffix, join(other, `music.db${suffix}`));
  });
  await visit(join(other, 'music.db'), comeBack);
  await visit(':memory:', begin);
}

type Tunez = Awaited<ReturnType<typeof opened>>;

function opened(storage: string) {
  const domains = [Accounts, Music] as const;
  return connect(startWorker({ domains, migrations }), { domains, storage });
}

async function visit(storage: string, work: (tunez: Tunez) => Promise<void>): Promise<void> {
  const tunez = await opened(storage);
  await tunez.storage.status();
  await work(tunez);
  await tunez.close();
}

async function begin(tunez: Tunez): Promise<void> {
  const { accounts, music } = tunez;
  await look(tunez);
  const actor =
    (await accounts.getUserByName('Noor')) ?? (await accounts.register({ name: 'Noor' }));
  const form = music.formToCreateArtist();
  await form.validate({ name: ' ' });
  await form.submit();
  await form.validate({ name: 'Valkyrie’s Fury', biography: 'Long' });
  const saved = await form.submit();
  if (!saved.ok) throw saved.error;
  const artist = saved.data;
  await fill(tunez);
  const artistId = artist.id;
  const album = await music.createAlbum({ name: 'Runes', yearReleased: 2019, artistId });
  await music.createAlbum.safe({ name: album.name, yearReleased: 2019, artistId });
  await music.createAlbum.safe({ name: 'Old', yearReleased: 1900, artistId });
  await music.updateAlbum(album, { coverImageUrl: '/images/a.png' });
  await music.followArtist(artistId, {}, { actor });
  await look(tunez, actor);
}

// As many as it takes for trees of several levels, whose pages are split and joined, and for values that
// are larger than a page.
async function fill(tunez: Tunez): Promise<void> {
  const { Artist, Album } = Music.resources;
  const options = { returnRecords: true, returnErrors: true } as const;
  const artists = Array.from({ length: 2000 }, (_, index) => ({
    name: `Artist ${String(index)}`,
    biography: index % 100 === 0 ? 'long '.repeat(2000) : 'short',
  }));
  const { records = [] } = await tunez.bulkCreate(Artist, 'create', artists, options);
  const albums = records.map(({ id }) => ({ name: 'First', yearReleased: 2000, artistId: id }));
  await tunez.bulkCreate(Album, 'create', albums, options);
  for (const { id } of records.slice(0, 300)) await tunez.music.destroyArtist(id);
}

async function comeBack(tunez: Tunez): Promise<void> {
  const { accounts, music } = tunez;
  const actor = (await accounts.getUserByName('Noor'))!;
  const artist = await look(tunez, actor);
  await music.updateArtist(artist!, { name: 'Valkyrie' });
  const { albums } = await music.getArtistById(artist!.id, { load: { albums: true } });
  await music.destroyAlbum(albums[0]!);
  await music.unfollowArtist({ artistId: artist!.id, followerId: actor.id }, { actor });
  await music.destroyArtist(artist!);
}

// From the list to the page of the first artist.
async function look({ music }: Tunez, actor?: { readonly id: string }) {
  const as = actor && { actor };
  for (const sort of ['-updatedAt', 'name', '-albumCount'] as const) {
    const first = await music.searchArtists('', { ...as, sort, page: { count: true } });
    await music.searchArtists('', { ...as, sort, page: { from: first, to: 'next' } });
  }
  const { results } = await music.searchArtists('valk', { ...as, page: { limit: 12, offset: 0 } });
  const [artist] = results;
  if (artist === undefined) return undefined;
  await music.getArtistById(artist.id, {
    ...as,
    load: {
      albums: { load: { tracks: true, duration: true } },
      followerCount: true,
      followedByMe: true,
    },
  });
  await music.getArtistById.safe('0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b');
  await music.readArtists({ select: ['name'], filter: { name: { contains: 'Artist' } }, limit: 5 });
  await music.readAlbums({
    filter: { artist: { name: artist.name } },
    sort: { insertedAt: 'desc' },
  });
  return artist;
}

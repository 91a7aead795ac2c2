// Tunez as an application uses it: whole actions through the code interface of a domain.
import { readFileSync, writeFileSync } from 'node:fs';
import { open as openTunez } from 'tunez';
import { Music, resources } from './music.mjs';

export async function open() {
  return peer(await openTunez({ domains: [Music], storage: ':memory:' }));
}

export async function openFile(path) {
  const migrations = JSON.parse(readFileSync(`${path}.migrations.json`, 'utf8'));
  return peer(await openTunez({ domains: [Music], storage: path, migrations }));
}

export async function writeFile(path, data) {
  const scratch = await openTunez({ domains: [Music], storage: ':memory:' });
  const { up, down } = await scratch.request({ op: 'diff', from: {}, options: {} });
  await scratch.close();
  const migrations = [{ version: '20260101000000', name: 'create_music', up, down }];
  writeFileSync(`${path}.migrations.json`, JSON.stringify(migrations));
  const written = peer(await openTunez({ domains: [Music], storage: path, migrations }));
  await written.load(data, []);
  await written.run.bulk_create(written.prepare.bulk_create());
  await written.close();
}

function peer(tunez) {
  const { music } = tunez;
  const readers = {
    artists: music.readArtists,
    albums: music.readAlbums,
    tracks: music.readTracks,
  };
  let data;
  let more;
  let artists;
  let albums;
  const bulk = async (resource, inputs, options) => {
    const result = await tunez.bulkCreate(resource, 'create', inputs, {
      batchSize: 1000,
      ...options,
    });
    if (result.status !== 'success') throw new Error(`bulk create: ${JSON.stringify(result)}`);
    return result.records;
  };
  const album = ({ name, yearReleased, coverImageUrl, artistIndex }) => ({
    name,
    yearReleased,
    coverImageUrl,
    artistId: artists[artistIndex].id,
  });
  return {
    async load(dataset, moreAlbums) {
      data = dataset;
      more = moreAlbums;
      const inputs = data.artists.map(({ name, biography }) => ({ name, biography }));
      const records = { returnRecords: true, returnErrors: true, sorted: true };
      artists = await bulk(resources.Artist, inputs, records);
      albums = await bulk(resources.Album, data.albums.map(album), records);
    },
    prepare: {
      bulk_create: () =>
        data.tracks.map(({ number, name, durationSeconds, albumIndex }) => ({
          number,
          name,
          durationSeconds,
          albumId: albums[albumIndex].id,
        })),
      create: (picks) => picks.map((pick) => album(more[pick])),
      get: (picks) => picks.map((pick) => albums[pick].id),
      list: (picks) => picks,
      nested_load: (picks) => picks.map((pick) => artists[pick].id),
      update: (picks) =>
        picks.map((pick, i) => [
          albums[pick],
          { name: `Renamed ${i}`, yearReleased: 1960 + (i % 60) },
        ]),
      cascade_delete: (picks) => picks.map((pick) => artists[pick]),
    },
    run: {
      bulk_create: (inputs) => bulk(resources.Track, inputs),
      create: each((input) => music.createAlbum(input)),
      get: each((id) => music.getAlbumById(id)),
      list: each(() => music.readAlbums({ limit: 1000 })),
      nested_load: each((id) => music.getArtistById(id, { load: { albums: { tracks: true } } })),
      update: each(([record, input]) => music.updateAlbum(record, input)),
      cascade_delete: each((artist) => music.destroyArtist(artist)),
    },
    first: async () => (await music.readAlbums({ limit: 1 }))[0],
    count: async (table) => (await readers[table]({ select: ['id'] })).length,
    close: () => tunez.close(),
  };
}

function each(work) {
  return async (items, from, to) => {
    let last;
    for (let i = from; i < to; i += 1) last = await work(items[i]);
    return last;
  };
}

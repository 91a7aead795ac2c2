import type { Tunez } from '../db';
import { Album } from '../domain/album';
import { Artist } from '../domain/artist';
import { Track } from '../domain/track';
import { allOf } from './all-of';
import { catalogue } from './catalogue';
import { tracksOf } from './track-lists';

export interface LoadedSample {
  artists: number;
  albums: number;
}

const albumsAtOnce = 12;

/** Adds the artists that are not there yet, with their albums and the tracks of these. */
export async function loadSample(
  tunez: Tunez,
  onProgress: (share: number) => void = () => undefined,
): Promise<LoadedSample> {
  const present = new Set((await tunez.music.readArtists()).map(({ name }) => name));
  const missing = catalogue.filter(({ name }) => !present.has(name));
  const artists = await tunez.bulkCreate(
    Artist,
    'create',
    missing.map(({ name, biography }) => ({ name, biography })),
    { returnRecords: true, returnErrors: true },
  );
  const ids = new Map(allOf(artists).map(({ id, name }) => [name, id]));

  const albums = missing.flatMap(({ name, albums }) =>
    albums.map((album) => ({ ...album, artistId: ids.get(name)! })),
  );
  for (let start = 0; start < albums.length; start += albumsAtOnce) {
    await loadAlbums(tunez, albums.slice(start, start + albumsAtOnce));
    onProgress(Math.min(1, (start + albumsAtOnce) / albums.length));
  }
  return { artists: ids.size, albums: albums.length };
}

type AlbumInput = (typeof catalogue)[number]['albums'][number] & { artistId: string };

async function loadAlbums(tunez: Tunez, inputs: readonly AlbumInput[]): Promise<void> {
  const options = { returnRecords: true, returnErrors: true };
  const albums = allOf(await tunez.bulkCreate(Album, 'create', inputs, options));
  const tracks = albums.flatMap(({ id, name }) =>
    tracksOf(name).map((track) => ({ ...track, albumId: id })),
  );
  allOf(await tunez.bulkCreate(Track, 'create', tracks, { returnErrors: true }));
}

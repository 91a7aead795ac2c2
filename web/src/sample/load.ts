import type { BulkResult } from 'tunez';
import type { Tunez } from '../db';
import { Album } from '../domain/album';
import { Artist } from '../domain/artist';
import { catalogue } from './catalogue';

export interface LoadedSample {
  artists: number;
  albums: number;
}

/** How many records the whole catalogue has. */
export const sampleSize = catalogue.reduce((sum, { albums }) => sum + 1 + albums.length, 0);

const albumsAtOnce = 12;

/** Adds the artists that are not there yet, with their albums. Reports how many records are done. */
export async function loadSample(
  tunez: Tunez,
  onProgress: (done: number) => void = () => undefined,
): Promise<LoadedSample> {
  const present = new Set((await tunez.music.readArtists()).map(({ name }) => name));
  const missing = catalogue.filter(({ name }) => !present.has(name));
  let left = missing.reduce((sum, { albums }) => sum + 1 + albums.length, 0);
  const report = (count: number) => onProgress(sampleSize - (left -= count));
  report(0);

  const artists = await tunez.bulkCreate(
    Artist,
    'create',
    missing.map(({ name, biography }) => ({ name, biography })),
    { returnRecords: true, returnErrors: true },
  );
  const ids = new Map(allOf(artists).map(({ id, name }) => [name, id]));
  report(ids.size);

  const albums = missing.flatMap(({ name, albums }) =>
    albums.map((album) => ({ ...album, artistId: ids.get(name)! })),
  );
  for (let start = 0; start < albums.length; start += albumsAtOnce) {
    const rows = albums.slice(start, start + albumsAtOnce);
    allOf(await tunez.bulkCreate(Album, 'create', rows, { returnErrors: true }));
    report(rows.length);
  }
  return { artists: ids.size, albums: albums.length };
}

function allOf<Record>({ status, errors = [], records = [] }: BulkResult<Record>): Record[] {
  if (status !== 'success') throw new Error(errors.map(({ message }) => message).join(', '));
  return records;
}

import type { Tunez } from '../db';
import { Album } from '../domain/album';
import { Artist } from '../domain/artist';
import { allOf } from './all-of';
import { crowd, type CrowdArtist } from './crowd';

const atOnce = 500;

/** Adds so many invented artists with their albums, some hundreds at a time. */
export async function fill(
  tunez: Tunez,
  count: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const artists = [...crowd(count)];
  for (let start = 0; start < count; start += atOnce) {
    await add(tunez, artists.slice(start, start + atOnce));
    onProgress(Math.min(1, (start + atOnce) / count));
  }
}

async function add(tunez: Tunez, artists: readonly CrowdArtist[]): Promise<void> {
  const rows = artists.map(({ name, biography }) => ({ name, biography }));
  const options = { batchSize: atOnce, returnErrors: true } as const;
  const made = await tunez.bulkCreate(Artist, 'create', rows, {
    ...options,
    returnRecords: true,
    sorted: true,
    select: ['id'],
  });
  const ids = allOf(made).map(({ id }) => id);
  const albums = artists.flatMap(({ albums }, place) =>
    albums.map((album) => ({ ...album, artistId: ids[place]! })),
  );
  allOf(await tunez.bulkCreate(Album, 'create', albums, options));
}

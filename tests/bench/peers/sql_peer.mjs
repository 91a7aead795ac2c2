import { albumValues, artistValues, nest, sql, trackValues } from './schema.mjs';

/**
 * The eight rows over a driver of four functions: `run(sql, values)`, `one`, `all`, `insertMany(sql, rows)` (one
 * transaction). What the drivers differ in is how a peer's documentation says these are written.
 *
 * `prepare[row](picks)` makes, before the clock starts, what `run[row](items, from, to)` then does while it runs.
 */
export function sqlPeer(driver) {
  let data;
  let more = [];
  const albumId = (pick) => data.albums[pick].id;
  const artistId = (pick) => data.artists[pick].id;
  return {
    load(dataset, moreAlbums) {
      data = dataset;
      more = moreAlbums;
      driver.insertMany(sql.insertArtist, data.artists.map(artistValues));
      driver.insertMany(
        sql.insertAlbum,
        data.albums.map((row) => albumValues(row, data.artists)),
      );
    },
    prepare: {
      bulk_create: () => data.tracks.map((row) => trackValues(row, data.albums)),
      create: (picks) => picks.map((pick) => albumValues(more[pick], data.artists)),
      get: (picks) => picks.map(albumId),
      list: (picks) => picks,
      nested_load: (picks) => picks.map(artistId),
      update: (picks) =>
        picks.map((pick, i) => [`Renamed ${i}`, 1960 + (i % 60), more[0].at, albumId(pick)]),
      cascade_delete: (picks) => picks.map(artistId),
    },
    run: {
      bulk_create: (items) => driver.insertMany(sql.insertTrack, items),
      create: each((values) => driver.run(sql.insertAlbum, values)),
      get: each((id) => driver.one(sql.album, [id])),
      list: each(() => driver.all(sql.albums, [])),
      nested_load: each((id) =>
        nest(
          driver.one(sql.artist, [id]),
          driver.all(sql.albumsOfArtist, [id]),
          driver.all(sql.tracksOfArtist, [id]),
        ),
      ),
      update: each((values) => driver.run(sql.updateAlbum, values)),
      cascade_delete: each((id) => driver.run(sql.deleteArtist, [id])),
    },
    first: () => driver.one(sql.anyAlbum, []),
    count: (table) => driver.one(`${sql.count} ${table}`, []).count,
    close: () => driver.close(),
  };
}

function each(work) {
  return (items, from, to) => {
    let last;
    for (let i = from; i < to; i += 1) last = work(items[i]);
    return last;
  };
}

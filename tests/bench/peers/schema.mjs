// The tables, and the statements of the peers that speak SQL themselves. The same indexes and constraints as the
// migrations that Tunez makes of the domain in ./music.mjs.

export const pageSize = 8192;

export const schema = `
  CREATE TABLE artists (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    biography TEXT,
    inserted_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  );
  CREATE TABLE albums (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    year_released INTEGER NOT NULL,
    cover_image_url TEXT,
    artist_id TEXT NOT NULL REFERENCES artists (id) ON DELETE CASCADE,
    inserted_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  );
  CREATE UNIQUE INDEX albums_artist_id_name ON albums (artist_id, name);
  CREATE TABLE tracks (
    id TEXT PRIMARY KEY NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    duration_seconds INTEGER NOT NULL,
    album_id TEXT NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
    inserted_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  );
  CREATE INDEX tracks_album_id ON tracks (album_id);
`;

const albumFields = `id, name, year_released AS yearReleased, cover_image_url AS coverImageUrl,
  artist_id AS artistId, inserted_at AS insertedAt, updated_at AS updatedAt`;

export const sql = {
  insertArtist: 'INSERT INTO artists VALUES (?, ?, ?, ?, ?)',
  insertAlbum: 'INSERT INTO albums VALUES (?, ?, ?, ?, ?, ?, ?)',
  insertTrack: 'INSERT INTO tracks VALUES (?, ?, ?, ?, ?, ?, ?)',
  album: `SELECT ${albumFields} FROM albums WHERE id = ?`,
  albums: `SELECT ${albumFields} FROM albums LIMIT 1000`,
  anyAlbum: `SELECT ${albumFields} FROM albums LIMIT 1`,
  artist: `SELECT id, name, biography, inserted_at AS insertedAt, updated_at AS updatedAt
    FROM artists WHERE id = ?`,
  albumsOfArtist: `SELECT ${albumFields} FROM albums WHERE artist_id = ? ORDER BY year_released DESC`,
  tracksOfArtist: `SELECT tracks.id, number, tracks.name, duration_seconds AS durationSeconds,
      album_id AS albumId, tracks.inserted_at AS insertedAt, tracks.updated_at AS updatedAt
    FROM albums JOIN tracks ON tracks.album_id = albums.id WHERE albums.artist_id = ?
    ORDER BY number`,
  updateAlbum: 'UPDATE albums SET name = ?, year_released = ?, updated_at = ? WHERE id = ?',
  deleteArtist: 'DELETE FROM artists WHERE id = ?',
  count: 'SELECT count(*) AS count FROM',
};

export const artistValues = (row) => [row.id, row.name, row.biography, row.at, row.at];

export const albumValues = (row, artists) => [
  row.id,
  row.name,
  row.yearReleased,
  row.coverImageUrl,
  artists[row.artistIndex].id,
  row.at,
  row.at,
];

export const trackValues = (row, albums) => [
  row.id,
  row.number,
  row.name,
  row.durationSeconds,
  albums[row.albumIndex].id,
  row.at,
  row.at,
];

/** One artist as nested objects, from the three flat results. */
export function nest(artist, albums, tracks) {
  const byId = new Map();
  for (const album of albums) {
    album.tracks = [];
    byId.set(album.id, album);
  }
  for (const track of tracks) byId.get(track.albumId).tracks.push(track);
  artist.albums = albums;
  return artist;
}

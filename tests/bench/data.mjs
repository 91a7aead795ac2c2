// The data of every peer: made from a fixed seed, so that each process sees the same rows.

const adjectives =
  'Silver Hollow Burning Quiet Crimson Electric Frozen Golden Hidden Iron Lonely Midnight Northern Paper Restless Salt Thunder Velvet Wild Winter'.split(
    ' ',
  );
const nouns =
  'Anthem Bridge Canyon Daughter Ember Forest Garden Harbour Island Journey Kingdom Lantern Mirror Océan Parade River Señora Tide Valkyrie Waltz'.split(
    ' ',
  );

/** Full size, and the small set with which each process warms up. */
export const sizes = {
  full: { artists: 1000, albumsPerArtist: 10, tracksPerAlbum: 10 },
  small: { artists: 20, albumsPerArtist: 10, tracksPerAlbum: 10 },
};

/** Integers in [0, 2^32), always the same ones for a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

export function shuffle(items, next) {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = next() % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

/**
 * Rows as the table has them. Albums and tracks name their parent by its place in the list; the peers that insert
 * rows as they are find `id` and `at` (both timestamps) in them, and need to make neither while the clock runs.
 */
export function dataset({ artists, albumsPerArtist, tracksPerAlbum }) {
  const next = random(20_260_101);
  const albumCount = artists * albumsPerArtist;
  return {
    artists: fill(artists, (i) => artist(i, next)),
    albums: fill(albumCount, (i) => album(i, Math.floor(i / albumsPerArtist), next)),
    tracks: fill(albumCount * tracksPerAlbum, (i) =>
      track(i % tracksPerAlbum, Math.floor(i / tracksPerAlbum), next),
    ),
  };
}

/**
 * Albums that `dataset` does not hold: what `create` adds, to artists of the second half. What is loaded and deleted
 * with all its albums belongs to the first half, and so is the same however many albums a peer managed to create.
 */
export function moreAlbums(count, artists) {
  const next = random(20_260_102);
  const half = artists / 2;
  return fill(count, (i) => album(1_000_000 + i, half + (next() % half), next));
}

function artist(i, next) {
  return {
    id: uuid(next),
    name: `${title(next)} ${i}`,
    biography: `Formed in ${1960 + (next() % 60)}, still on the road. ${title(next)}; ${title(next)}.`,
    ...stamp(next),
  };
}

function album(i, artistIndex, next) {
  return {
    id: uuid(next),
    name: `${title(next)} ${i}`,
    yearReleased: 1951 + (next() % 70),
    coverImageUrl: `/images/covers/${i}.jpg`,
    artistIndex,
    ...stamp(next),
  };
}

function track(i, albumIndex, next) {
  return {
    id: uuid(next),
    number: i + 1,
    name: title(next),
    durationSeconds: 60 + (next() % 400),
    albumIndex,
    ...stamp(next),
  };
}

function title(next) {
  return `${adjectives[next() % adjectives.length]} ${nouns[next() % nouns.length]}`;
}

function stamp(next) {
  return { at: new Date(1_700_000_000_000 + (next() % 1e9)).toISOString().replace('Z', '000Z') };
}

function uuid(next) {
  const hex = Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function fill(count, make) {
  return Array.from({ length: count }, (_, i) => make(i));
}

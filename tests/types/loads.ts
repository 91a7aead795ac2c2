/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// What a load brings is in the type of the record, and what is not loaded is not.
import { open } from 'tunez';
import { expectTypeOf } from './expect_type.ts';
import { Album, Music } from './music.ts';

const tunez = await open({ domains: [Music], storage: ':memory:' });
const { music } = tunez;

const plain = await music.getArtistById('id');
// @ts-expect-error albums were not loaded
void plain.albums;

const loaded = await music.getArtistById('id', { load: { albums: { tracks: true } } });
expectTypeOf(loaded.albums[0]!.tracks[0]!.kind).toEqualTypeOf<'song' | 'interlude' | null>();
// @ts-expect-error the artist of the albums was not loaded
void loaded.albums[0]!.artist;

const listed = await music.getAlbumById('id', { load: ['artist', 'tracks'] });
expectTypeOf(listed.artist.name).toEqualTypeOf<string>();
expectTypeOf(listed.tracks[0]!.name).toEqualTypeOf<string>();

const derived = await music.readArtists({
  load: { albumCount: true, latestAlbumYearReleased: true },
});
expectTypeOf(derived[0]!.albumCount).toEqualTypeOf<number>();
expectTypeOf(derived[0]!.latestAlbumYearReleased).toEqualTypeOf<number | null>();

const queried = await music.getArtistById('id', {
  load: { albums: { sort: '-yearReleased', limit: 3, select: ['name'], load: { artist: true } } },
});
expectTypeOf(queried.albums[0]!).toEqualTypeOf<{
  id: string;
  name: string;
  artist: (typeof queried.albums)[0]['artist'];
}>();
expectTypeOf(queried.albums[0]!.artist.biography).toEqualTypeOf<string | null>();

const selected = await music.readArtists({ select: ['name'] });
expectTypeOf(selected).toEqualTypeOf<{ id: string; name: string }[]>();

// A derived field is filtered by like any other, and a page leads to the next one.
await music.readArtists({ filter: { albumCount: { gt: 2 } } });
// @ts-expect-error a number is not compared with text
await music.readArtists({ filter: { albumCount: { gt: 'two' } } });
const firstPage = await music.readArtists({ page: { limit: 3 } });
await music.readArtists({ page: { from: firstPage, to: 'next' } });
// @ts-expect-error there is no such way to go
await music.readArtists({ page: { from: firstPage, to: 'up' } });

const maybe = await music.findArtistByName('x');
expectTypeOf(maybe?.name).toEqualTypeOf<string | undefined>();
// @ts-expect-error it may be null
void maybe.name;

// The definition loads albumCount, and has pages.
const page = await music.searchArtists('fury', {
  page: { offset: 0, count: true },
  sort: '-albumCount',
});
expectTypeOf(page.results[0]!.albumCount).toEqualTypeOf<number>();
const list = await music.readArtists();
expectTypeOf(list.length).toEqualTypeOf<number>();
const asked = await music.readArtists({ page: { limit: 3 } });
expectTypeOf(asked.more).toEqualTypeOf<boolean>();

// @ts-expect-error there is no relationship of that name
await music.getArtistById('id', { load: { albmus: true } });
// @ts-expect-error nor further down
await music.getArtistById('id', { load: { albums: { trakcs: true } } });
// @ts-expect-error nor in a list
await music.getArtistById('id', { load: ['albmus'] });
// @ts-expect-error an attribute of no such name cannot be selected
await music.readArtists({ select: ['nmae'] });

await music.readArtists({ sort: '-name' });
await music.readArtists({ sort: ['-name', '++albumCount'] });
await music.readArtists({ sort: { name: 'desc', updatedAt: 'ascNilsFirst' } });
// @ts-expect-error there is no such field to sort by
await music.readArtists({ sort: '-nmae' });
// @ts-expect-error nor such a direction
await music.readArtists({ sort: { name: 'down' } });

await music.readArtists({
  filter: { name: 'x', biography: { isNil: true }, albums: { yearReleased: { gt: 1 } } },
});
await music.readArtists({ filter: { or: [{ name: 'x' }, { not: { name: { in: ['y'] } } }] } });
// @ts-expect-error there is no such field to filter by
await music.readArtists({ filter: { nmae: 'x' } });
// @ts-expect-error a name is no number
await music.readArtists({ filter: { name: 7 } });
// @ts-expect-error nor is it compared with one
await music.readArtists({ filter: { name: { eq: 7 } } });
// @ts-expect-error there is no such option
await music.readArtists({ limti: 3 });

const generic = await tunez.read(Album, 'read', {}, { load: { artist: true } });
expectTypeOf(generic[0]!.artist.name).toEqualTypeOf<string>();

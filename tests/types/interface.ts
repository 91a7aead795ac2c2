/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// The functions of an interface take what their action takes, where the definition says.
import { Changeset, domain, open, resource, t, type Union } from 'tunez';
import { expectTypeOf } from './expect_type.ts';
import { Album, Artist, Music } from './music.ts';

const tunez = await open({ domains: [Music], storage: ':memory:' });
const { music } = tunez;

const artist = await music.createArtist({ name: 'x' });
expectTypeOf(artist.biography).toEqualTypeOf<string | null>();
await music.createArtist({ name: 'x', biography: null }, { actor: artist });
// @ts-expect-error a name is required
await music.createArtist({});
// @ts-expect-error so there must be input
await music.createArtist();
// @ts-expect-error and nil is no name
await music.createArtist({ name: null });
// @ts-expect-error an artist has no such field
await music.createArtist({ name: 'x', nmae: 'y' });
// @ts-expect-error previousNames is not accepted
await music.createArtist({ name: 'x', previousNames: [] });

await music.createAlbum({ name: 'x', yearReleased: 2020n, artistId: artist.id });
// @ts-expect-error the key of a required belongsTo is required
await music.createAlbum({ name: 'x', yearReleased: 2020 });
// @ts-expect-error a year is no text
await music.createAlbum({ name: 'x', yearReleased: '2020', artistId: artist.id });

await music.createAlbumOf(artist.id, 'x', { yearReleased: 2020 });
// @ts-expect-error what has a position is not in the map
await music.createAlbumOf(artist.id, 'x', { yearReleased: 2020, name: 'y' });
// @ts-expect-error what is excluded is not in the map
await music.createAlbumOf(artist.id, 'x', { yearReleased: 2020, coverImageUrl: 'y' });

await music.updateArtist(artist, {});
await music.updateArtist(artist.id, { name: 'y' });
await music.updateArtist({ id: artist.id }, { biography: null });
// @ts-expect-error a required attribute cannot be set to nil
await music.updateArtist(artist, { name: null });
// @ts-expect-error a record or a key comes first
await music.updateArtist({ name: 'y' });

expectTypeOf(await music.destroyArtist(artist)).toEqualTypeOf<void>();
await music.rateTrack(1, 5, { price: 1.5, comment: 'good' });
await music.rateTrack(1n, 5, { price: '1.50' });
// @ts-expect-error requireAttributes makes the price no nil
await music.rateTrack(1, 5, { price: null });

const result = await music.createArtist.safe({ name: 'x' });
if (result.ok) expectTypeOf(result.data.name).toEqualTypeOf<string>();
else expectTypeOf(result.error.errors[0]!.path).toEqualTypeOf<readonly (string | number)[]>();
// @ts-expect-error it is not known yet whether there is data
void result.data.name;

// @ts-expect-error there is no such function
await music.createArtst({ name: 'x' });

// Changesets and generic calls are checked by the resource.
const changeset = Changeset.forCreate(Album, 'create', {
  name: 'x',
  yearReleased: 1,
  artistId: 'y',
});
expectTypeOf(changeset.getAttribute('yearReleased')).toEqualTypeOf<number>();
expectTypeOf((await tunez.create(changeset)).artistId).toEqualTypeOf<string>();
Changeset.forUpdate(Artist, artist, 'update', { name: 'y' }).changeAttribute('biography', 'z');
Changeset.forUpdate(artist, 'update', { name: 'y' }, { actor: artist });
// @ts-expect-error update is no create
Changeset.forCreate(Artist, 'update', {});
// @ts-expect-error there is no such attribute
changeset.changeAttribute('nmae', 'x');
await tunez.bulkCreate(Artist, 'create', [{ name: 'a' }], { batchSize: 10 });
await tunez.bulkCreate(Artist, 'create', { keys: ['name'], rows: [['a']] });
// @ts-expect-error every input must be one of the action
await tunez.bulkCreate(Artist, 'create', [{ nmae: 'a' }]);
await tunez.update(Artist, artist, 'update', { name: 'b' }, { load: ['albums'] });

// Types of values.
const Sample = resource('Sample', {
  attributes: {
    id: t.uuid().primaryKey(),
    bytes: t.binary().required(),
    day: t.date(),
    either: t.union({ types: { number: t.integer(), text: t.string() } }).required(),
    place: t.map({ fields: { city: t.string().required(), zip: t.string() } }).required(),
    anything: t.map(),
    kind: t.atom({ oneOf: ['a', 'b'] }).required(),
  },
  actions: {
    defaults: ['read', { create: '*' }],
    create2: { type: 'create', accept: ['bytes', 'place', 'day'] },
  },
});
const Samples = domain('SampleStore', {
  resources: { Sample },
  interface: ({ define }) => ({
    one: define(Sample, 'read', { getBy: 'id' }),
    make: define(Sample, 'create2'),
  }),
});
const { sampleStore } = await open({ domains: [Samples], storage: ':memory:' });
const sample = await sampleStore.one('x');
expectTypeOf(sample.bytes).toEqualTypeOf<Uint8Array>();
expectTypeOf(sample.day).toEqualTypeOf<string | null>();
expectTypeOf(sample.place).toEqualTypeOf<{ city: string; zip?: string | null }>();
expectTypeOf(sample.kind).toEqualTypeOf<'a' | 'b'>();
expectTypeOf(sample.either).toEqualTypeOf<Union<'number', number> | Union<'text', string>>();
if (sample.either.type === 'text') expectTypeOf(sample.either.value).toEqualTypeOf<string>();
await sampleStore.make({ bytes: new Uint8Array(), place: { city: 'x' }, day: new Date() });
// @ts-expect-error a city is required
await sampleStore.make({ bytes: new Uint8Array(), place: { zip: 'x' } });

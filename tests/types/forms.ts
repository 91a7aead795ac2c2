/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// Forms know the inputs of their action, and nothing else.
import { belongsTo, domain, hasMany, open, resource, type SimpleError, t } from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { useField, useFieldList, useForm } from 'tunez/react';
import { changing } from 'tunez/validations';
import { expectTypeOf } from './expect_type.ts';
import { Album, Artist, Music, Track } from './music.ts';

const tunez = await open({ domains: [Music], storage: ':memory:' });
const { music } = tunez;
const artist = await music.createArtist({ name: 'x' });

const form = music.formToCreateAlbum(artist.id);
form.setValue('yearReleased', '19');
form.setValue('yearReleased', 2019);
form.setValue(['yearReleased'], 2019);
form.setValue('coverImageUrl', null);
expectTypeOf(form.value('yearReleased')).toEqualTypeOf<
  number | bigint | string | null | undefined
>();
expectTypeOf(form.errors()).toEqualTypeOf<readonly SimpleError[]>();
expectTypeOf(form.errors({ forPath: 'all' })).toEqualTypeOf<
  Readonly<Record<string, readonly SimpleError[]>>
>();
expectTypeOf(form.field('name').value).toEqualTypeOf<string | null | undefined>();
// @ts-expect-error there is no such field
form.setValue('nmae', 'x');
// @ts-expect-error nor this one
form.field('tracks.0.name');
// @ts-expect-error a year is no truth value
form.setValue('yearReleased', true);
// @ts-expect-error what is fixed by position is no field
form.setValue('artistId', artist.id);
// @ts-expect-error it has to be given
music.formToCreateAlbum();
await form.validate({ name: '', yearReleased: '19' });
// @ts-expect-error an album has no such input
await form.validate({ nmae: '' });

const saved = await form.submit();
if (saved.ok) expectTypeOf(saved.data.name).toEqualTypeOf<string>();
else saved.error.errors;
// @ts-expect-error it is not known yet whether there is data
saved.data.name;

music.formToUpdateArtist(artist, { params: { name: 'y' }, actor: artist });
// @ts-expect-error a record comes first
music.formToUpdateArtist({ params: { name: 'y' } });
// @ts-expect-error options are checked
music.formToUpdateArtist(artist, { prams: {} });
const destroyed = await music.formToDestroyArtist(artist).submit();
expectTypeOf(destroyed.data).toEqualTypeOf<undefined>();
const found = await music.formToSearchArtists().submit({ params: { query: 'x' } });
expectTypeOf(found.data?.results[0]?.name).toEqualTypeOf<string | undefined>();

tunez.formForUpdate(Track, 1, 'rate').setValue('stars', 5);
tunez.formForCreate(Artist, 'create', { params: { name: 'x' } });
// @ts-expect-error not a create
tunez.formForCreate(Album, 'update');
tunez.formForAction(Artist, 'update', { subject: artist }).setValue('name', 'y');

function Component() {
  const hook = useForm(() => music.formToCreateAlbum(artist.id), {
    onSuccess: (album) => expectTypeOf(album.yearReleased).toEqualTypeOf<number>(),
  });
  const year = useField(hook.form, 'yearReleased');
  expectTypeOf(year.inputProps.value).toEqualTypeOf<string>();
  year.setValue('2019');
  // @ts-expect-error a year is no truth value
  year.setValue(true);
  // @ts-expect-error there is no such field
  useField(hook.form, 'nmae');
  return year.value;
}
void Component;

domain('Wrong', {
  resources: { Artist, Album, Track },
  interface: ({ define }) => ({
    // @ts-expect-error the form fixes inputs of the action only
    createAlbum: define(Album, 'create', { form: { args: ['nmae'] } }),
  }),
});

// Forms inside forms have the inputs of the actions that write what they are about.
const Song = resource('Song', {
  attributes: {
    id: t.uuid().primaryKey(),
    title: t.string().required().public(),
    seconds: t.integer().public(),
    secret: t.string(),
  },
  relationships: {
    record: belongsTo('Record', { required: true }),
    credits: hasMany('Credit'),
  },
  actions: {
    defaults: ['read', 'destroy'],
    create: {
      type: 'create',
      accept: ['title', 'seconds'],
      arguments: { duration: t.string(), credits: t.array(t.map()) },
      changes: [manageRelationship('credits', { type: 'direct_control' })],
    },
    update: { type: 'update', accept: ['title'] },
  },
});
const Credit = resource('Credit', {
  attributes: { id: t.uuid().primaryKey(), role: t.string().required() },
  relationships: { song: belongsTo('Song') },
  actions: { defaults: ['read', { create: ['role'] }] },
});
const Record = resource('Record', {
  attributes: { id: t.uuid().primaryKey(), name: t.string().required() },
  relationships: { songs: hasMany('Song'), tags: hasMany('Song') },
  actions: {
    defaults: ['read'],
    create: {
      type: 'create',
      accept: ['name'],
      arguments: { songs: t.array(t.map()), best: t.map(), tags: t.array(t.uuid()) },
      changes: [
        manageRelationship('songs', { type: 'direct_control' }).where(changing('name')),
        manageRelationship('best', 'songs', { type: 'create' }),
        manageRelationship('tags', { type: 'append_and_remove' }),
      ],
    },
  },
});
const Records = domain('Records', {
  resources: { Record, Song, Credit },
  interface: ({ define }) => ({ createRecord: define(Record, 'create') }),
});
const shelf = await open({ domains: [Records], storage: ':memory:' });
const nested = shelf.records.formToCreateRecord();
nested.setValue('songs.0.title', 'x');
nested.setValue('songs.0.seconds', 5);
nested.setValue('songs.0.duration', '3:05');
nested.setValue('songs.0.credits.1.role', 'bass');
nested.setValue(['songs', 0, 'title'], 'x');
nested.setValue('best.title', 'x');
nested.setValue('tags', ['a']);
expectTypeOf(nested.value('songs.0.title')).toEqualTypeOf<string | null | undefined>();
// @ts-expect-error it is no input of any action
nested.setValue('songs.0.secret', 'x');
// @ts-expect-error there is no such field
nested.setValue('songs.0.titel', 'x');
// @ts-expect-error a list needs an index
nested.setValue('songs.title', 'x');
// @ts-expect-error and one form has none
nested.setValue('best.0.title', 'x');
// @ts-expect-error seconds are no truth value
nested.setValue('songs.0.seconds', true);
nested.addForm('songs', { params: { title: 'x' } });
nested.addForm('songs.0.credits', { params: { role: 'x' } });
nested.addForm(['songs']);
// @ts-expect-error values that are no maps are no forms
nested.addForm('tags');
// @ts-expect-error a song has no such input
nested.addForm('songs', { params: { titel: 'x' } });
nested.removeForm('songs.0');
nested.sortForms('songs', [1, 0]);
nested.sortForms('songs.1', 'decrement');
// @ts-expect-error a list is sorted, not removed
nested.removeForm('songs');
void nested.validate({ songs: [{ title: '' }], best: null });
void nested.validate({ songs: { 0: { title: '' } }, _drop_songs: ['0'] });

function Songs() {
  const list = useFieldList(nested, 'songs');
  list.add({ params: { title: 'x' } });
  list.move(0, 1);
  useField(nested, `songs.${list.forms[0]!.index}.title`);
  // @ts-expect-error a song has no such input
  list.add({ params: { titel: 'x' } });
  // @ts-expect-error no list of forms
  useFieldList(nested, 'name');
}
void Songs;

// Values that embed a resource are forms, with the fields of what they embed.
const Place = resource('Place', {
  embedded: true,
  attributes: { city: t.string().required().public() },
});
const Visit = resource('Visit', {
  embedded: true,
  attributes: { year: t.integer().required().public(), place: t.embedded(Place).public() },
});
const trip = t.union({
  types: {
    visit: { type: t.embedded(Visit), tag: 'kind', tagValue: 'visit' },
    year: t.integer(),
  },
});
const Guest = resource('Guest', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().public(),
    home: t.embedded(Place).public(),
    visits: t.array(t.embedded(Visit)).public(),
    best: trip.public(),
    others: t.array(trip).public(),
    plain: t.union({ types: { number: t.integer(), text: t.string() } }).public(),
  },
  actions: { defaults: ['read', 'create'], defaultAccept: '*' },
});
const Guests = domain('Guests', {
  resources: { Guest },
  interface: ({ define }) => ({ createGuest: define(Guest, 'create') }),
});
const hotel = await open({ domains: [Guests], storage: ':memory:' });
const guest = hotel.guests.formToCreateGuest();
guest.setValue('home.city', 'Oslo');
guest.setValue('visits.0.year', 1999);
guest.setValue('visits.0.place.city', 'Oslo');
guest.setValue('best._union_type', 'visit');
guest.setValue('best.value', 1999);
guest.setValue('others.1.place.city', 'Oslo');
guest.setValue('plain', 7);
expectTypeOf(guest.value('visits.0.place.city')).toEqualTypeOf<string | null | undefined>();
guest.addForm('visits.0.place', { params: { city: 'Oslo' } });
guest.addForm('others', { params: { _union_type: 'visit', year: '1999' } });
guest.removeForm('visits.0');
guest.sortForms('others', [1, 0]);
void guest.validate({ home: { city: '' }, best: { _union_type: 'year', value: '19' } });
// @ts-expect-error a form is no field
guest.setValue('home', { city: 'Oslo' });
// @ts-expect-error a place has no such field
guest.setValue('home.town', 'Oslo');
// @ts-expect-error a list needs an index
guest.setValue('visits.year', 1999);
// @ts-expect-error no member has such a field
guest.setValue('best.years', 1999);
// @ts-expect-error a union without records is a field
guest.addForm('plain');
// @ts-expect-error a visit has no such input
guest.addForm('visits', { params: { town: 'Oslo' } });

function Visits() {
  const list = useFieldList(guest, 'visits');
  list.add({ params: { year: '1999' } });
  useField(guest, `visits.${list.forms[0]!.index}.place.city`);
  useField(guest, 'best._union_type').setValue('year');
}
void Visits;

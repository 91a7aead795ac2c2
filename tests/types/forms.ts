/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// Forms know the inputs of their action, and nothing else.
import { domain, open, type SimpleError } from 'tunez';
import { useField, useForm } from 'tunez/react';
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

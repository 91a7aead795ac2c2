// Forms inside forms: an album that is edited together with its tracks.
import assert from 'node:assert/strict';
import { formParams, TunezError } from 'tunez';
import type { MusicTunez } from './music.ts';
import { scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const nestedForms = all;

async function newForm(tunez: MusicTunez) {
  const artist = await tunez.music.createArtist({ name: 'Valkyrie' });
  return tunez.music.formToRecordAlbum(artist.id, {
    params: { name: 'Runes', yearReleased: 2019 },
  });
}

async function formOf(tunez: MusicTunez, ...names: readonly string[]) {
  const form = await newForm(tunez);
  for (const name of names) form.addForm('tracks', { params: { name } });
  const { data } = await form.submit();
  return reload(tunez, data!.id);
}

async function reload(tunez: MusicTunez, id: string) {
  const album = await tunez.music.getAlbumById(id, { load: { tracks: true } });
  return { album, form: tunez.music.formToReviseAlbum(album) };
}

const namesOf = (tracks: readonly { name: string; number: number }[]) =>
  tracks.map(({ name, number }) => `${number} ${name}`);

scenario('an album is created together with the tracks of its form', async (tunez) => {
  const form = await newForm(tunez);
  assert.deepEqual(form.forms('tracks'), []);
  form.addForm('tracks', { params: { name: 'a' } });
  form.addForm('tracks');
  form.setValue('tracks.1.name', 'b');
  const saved = await form.submit();
  assert.deepEqual(form.errors({ forPath: 'all' }), {});
  assert.ok(saved.ok);
  const { album } = await reload(tunez, saved.data.id);
  assert.deepEqual(namesOf(album.tracks), ['0 a', '1 b']);
});

scenario('errors stand in the row that they are about, and move with it', async (tunez) => {
  const form = await newForm(tunez);
  form.addForm('tracks', { params: { name: 'a' } });
  form.addForm('tracks');
  form.setValue('tracks.1.name', '');
  await form.validate();
  assert.deepEqual(form.field('tracks.0.name').errors, []);
  assert.deepEqual(form.field('tracks.1.name').errors, ['is required']);
  assert.deepEqual(form.errors({ forPath: 'all', format: 'plaintext' }), {
    'tracks.1': ['name is required'],
  });
  form.sortForms('tracks', [1, 0]);
  assert.deepEqual(form.field('tracks.0.name').errors, ['is required']);
  await form.validate();
  assert.deepEqual(form.field('tracks.0.name').errors, ['is required']);
  assert.deepEqual(form.field('tracks.1.name').errors, []);
});

scenario(
  'a form for an album has the forms of its tracks, which are changed together',
  async (tunez) => {
    const { form } = await formOf(tunez, 'a', 'b', 'c');
    assert.deepEqual(
      form.forms('tracks').map(({ type, data }) => `${type} ${String(data?.['name'])}`),
      ['update a', 'update b', 'update c'],
    );
    assert.equal(form.value('tracks.2.name'), 'c');
    form.setValue('tracks.2.name', 'C');
    form.removeForm('tracks.0');
    form.addForm('tracks', { prepend: true, params: { name: 'first' } });
    form.sortForms('tracks.0', 'increment');
    assert.equal(form.state.anyRemoved, true);
    const saved = await form.submit();
    assert.ok(saved.ok, saved.error?.message);
    const { album } = await reload(tunez, saved.data.id);
    assert.deepEqual(namesOf(album.tracks), ['0 b', '1 first', '2 C']);
  },
);

scenario('forms keep their keys and what was typed into them while they move', async (tunez) => {
  const { form } = await formOf(tunez, 'a', 'b', 'c');
  const keys = form.forms('tracks').map(({ key }) => key);
  form.setValue('tracks.0.name', 'typed');
  form.sortForms('tracks', [2]);
  assert.deepEqual(
    form.forms('tracks').map(({ key }) => key),
    [keys[2], keys[0], keys[1]],
  );
  assert.equal(form.value('tracks.1.name'), 'typed');
  form.sortForms('tracks.2', 'increment');
  form.sortForms('tracks.2', 'decrement');
  assert.deepEqual(form.forms('tracks')[1]!.key, keys[1]);
  assert.equal(form.getForm('tracks.2').index, 2);
});

scenario('an album whose tracks were not touched keeps them', async (tunez) => {
  const { album, form } = await formOf(tunez, 'a');
  form.setValue('name', 'Sagas');
  assert.ok((await form.submit()).ok);
  assert.deepEqual(namesOf((await reload(tunez, album.id)).album.tracks), ['0 a']);
});

scenario(
  'a list of forms is the same object until one is added, removed or moved',
  async (tunez) => {
    const { form } = await formOf(tunez, 'a', 'b');
    const before = form.forms('tracks');
    const other = form.field('tracks.1.name');
    form.setValue('tracks.0.name', '');
    await form.validate();
    assert.equal(form.forms('tracks'), before);
    assert.equal(form.field('tracks.1.name'), other);
    form.addForm('tracks');
    assert.notEqual(form.forms('tracks'), before);
    assert.equal(form.forms('tracks')[1], before[1]);
  },
);

scenario(
  'whole params are arranged as they say, and meet the forms that are there',
  async (tunez) => {
    const { album, form } = await formOf(tunez, 'a', 'b', 'c');
    const [a, b, c] = album.tracks;
    form.setValue('tracks.1.name', 'typed');
    await form.validate({
      tracks: {
        0: { id: a!.id, name: 'A' },
        1: { id: b!.id },
        2: { id: c!.id },
        3: { name: 'new' },
      },
      _drop_tracks: ['2'],
      _sort_tracks: ['3', '1'],
      _add_tracks: 'end',
    });
    assert.deepEqual(
      form
        .forms('tracks')
        .map(({ data, index }) => [data?.['name'], form.value(`tracks.${index}.name`)]),
      [
        [undefined, 'new'],
        ['b', 'typed'],
        ['a', 'A'],
        [undefined, undefined],
      ],
    );
    const refused = await form.submit();
    assert.equal(refused.ok, false);
    assert.deepEqual(form.field('tracks.3.name').errors, ['is required']);
    form.removeForm('tracks.3');
    assert.ok((await form.submit()).ok);
    assert.deepEqual(namesOf((await reload(tunez, album.id)).album.tracks), [
      '0 new',
      '1 typed',
      '2 A',
    ]);
  },
);

scenario(
  'a record that an item names is never taken for another one by its place',
  async (tunez) => {
    const { album, form } = await formOf(tunez, 'a', 'b');
    const { id } = album.tracks[1]!;
    await form.validate({ tracks: [{ id, name: 'B' }, { name: 'new' }] as never });
    assert.deepEqual(
      form.forms('tracks').map(({ data }) => data?.['name']),
      ['b', undefined],
    );
    assert.ok((await form.submit()).ok);
    const saved = await reload(tunez, album.id);
    assert.deepEqual(namesOf(saved.album.tracks), ['0 B', '1 new']);
  },
);

scenario('what a page posts is taken as it is: indexes with gaps, in any order', async (tunez) => {
  const form = await newForm(tunez);
  const data = new FormData();
  for (const [name, value] of Object.entries({
    name: 'Runes',
    yearReleased: '2019',
    'tracks[10][name]': 'c',
    'tracks[2][name]': '',
    'tracks.0.name': 'a',
    '_drop_tracks[]': '7',
  }))
    data.append(name, value);
  const refused = await form.submit({ params: formParams(data) });
  assert.equal(refused.ok, false);
  assert.deepEqual(form.errors({ forPath: 'all', format: 'plaintext' }), {
    'tracks.1': ['name is required'],
  });
  form.setValue('tracks.1.name', 'b');
  const saved = await form.submit();
  assert.ok(saved.ok, saved.error?.message);
  const { album } = await reload(tunez, saved.data.id);
  assert.deepEqual(namesOf(album.tracks), ['0 a', '1 b', '2 c']);
});

scenario('a submission that takes whole params arranges them first', async (tunez) => {
  const form = await newForm(tunez);
  const params = {
    name: 'Runes',
    yearReleased: 2019,
    tracks: { 1: { name: 'b' }, 0: { name: 'a' } },
  };
  const saved = await form.submit({ params });
  assert.ok(saved.ok, saved.error?.message);
  assert.deepEqual(namesOf((await reload(tunez, saved.data.id)).album.tracks), ['0 a', '1 b']);
});

scenario('tracks that were not loaded are an error, not an empty list', async (tunez) => {
  const { album } = await formOf(tunez, 'a');
  const form = tunez.music.formToReviseAlbum(await tunez.music.getAlbumById(album.id));
  for (const use of [() => form.forms('tracks'), () => form.addForm('tracks')])
    assert.throws(use, (error) => codeOf(error) === 'no_data_loaded');
  form.setValue('name', 'Sagas');
  assert.ok((await form.submit()).ok);
});

scenario('paths to forms that are not there are typed errors', async (tunez) => {
  const { form } = await formOf(tunez, 'a');
  const uses = [
    () => form.field('tracks.7.name'),
    () => form.setValue('tracks.0.nmae' as never, 'x'),
    () => form.addForm('albums' as never),
    () => form.removeForm('tracks.1'),
    () => form.removeForm('tracks' as never),
    () => form.sortForms('tracks', [0, 0]),
    () => form.sortForms('tracks', [5]),
    () => form.sortForms('name' as never, [0]),
    () => form.getForm('tracks.-1'),
  ];
  for (const use of uses) assert.throws(use, (error) => codeOf(error) === 'invalid_path');
  assert.equal(form.hasForm('tracks.0'), true);
  assert.equal(form.hasForm('tracks.1'), false);
});

scenario('a row that is gone when the album is saved is said in its place', async (tunez) => {
  const { form, album } = await formOf(tunez, 'a', 'b');
  form.setValue('tracks.1.name', 'B');
  const other = tunez.music.formToReviseAlbum(album);
  other.removeForm('tracks.1');
  assert.ok((await other.submit()).ok);
  const saved = await form.submit();
  assert.ok(saved.ok || form.errors({ forPath: 'all' })['tracks.1'] !== undefined);
});

function codeOf(error: unknown): string | undefined {
  return error instanceof TunezError ? error.errors[0]!.code : undefined;
}

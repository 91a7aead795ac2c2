// Forms: what is typed, what the resource says about it, and what a submission comes to.
import assert from 'node:assert/strict';
import { Framework, Invalid, TunezError } from 'tunez';
import { Album, Artist, type MusicTunez, Stock } from './music.ts';
import { scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const forms = all;

const newArtist = (tunez: MusicTunez) => tunez.music.createArtist({ name: 'Valkyrie' });

scenario('a form says beside each field what the resource has against it', async (tunez) => {
  const artist = await newArtist(tunez);
  const form = tunez.music.formToCreateAlbum(artist.id);
  await form.validate({ name: '', yearReleased: '19' });
  assert.equal(form.state.valid, false);
  assert.deepEqual(form.field('name').errors, ['is required']);
  assert.deepEqual(form.field('yearReleased').errors, ['must be between 1950 and next year']);
  assert.deepEqual(await tunez.music.readAlbums(), []);
});

scenario('a submission writes the record and resolves to it', async (tunez) => {
  const form = tunez.music.formToCreateArtist();
  const saved = await form.submit({ params: { name: 'The Lost Keys' } });
  assert.ok(saved.ok);
  assert.equal(saved.data.name, 'The Lost Keys');
  assert.deepEqual(await tunez.music.readArtists(), [saved.data]);
  assert.equal(form.state.submitting, false);
  assert.equal(form.state.justSubmitted, true);
});

scenario('a submission that is refused is the form with its errors', async (tunez) => {
  const artist = await newArtist(tunez);
  const form = tunez.music.formToCreateAlbum(artist.id);
  const refused = await form.submit({ params: { name: 'Runes', yearReleased: '12' } });
  assert.ok(!refused.ok);
  assert.ok(refused.error instanceof Invalid);
  assert.equal(refused.form, form);
  assert.deepEqual(form.field('yearReleased').errors, ['must be between 1950 and next year']);
  assert.equal(form.value('yearReleased'), '12');
  assert.equal(form.state.failures, 1);
});

scenario('the params of a form stay as they were typed', async (tunez) => {
  const artist = await newArtist(tunez);
  const form = tunez.music.formToUpdateArtist(artist);
  assert.equal(form.value('name'), 'Valkyrie');
  form.setValue('name', '  The  ');
  await form.validate();
  assert.equal(form.value('name'), '  The  ');
  const saved = await form.submit();
  assert.ok(saved.ok);
  assert.equal(saved.data.name, 'The');
  assert.equal(form.value('name'), '  The  ');
});

scenario(
  'errors are shown of fields that were touched, and of all after a submission',
  async (tunez) => {
    const form = tunez.music.formToCreateAlbum((await newArtist(tunez)).id);
    form.setValue('yearReleased', '19');
    await form.validate();
    assert.deepEqual(form.field('name').errors, []);
    assert.deepEqual(form.field('yearReleased').errors, ['must be between 1950 and next year']);
    assert.deepEqual(form.errors({ format: 'plaintext' }), [
      'yearReleased must be between 1950 and next year',
      'name is required',
    ]);
    await form.submit();
    assert.deepEqual(form.field('name').errors, ['is required']);
  },
);

scenario('what is fixed by whoever made the form cannot be typed over', async (tunez) => {
  const artist = await newArtist(tunez);
  const other = await tunez.music.createArtist({ name: 'Other' });
  const form = tunez.music.formToCreateAlbum(artist.id);
  const params = { name: 'Runes', yearReleased: '2019', artistId: other.id };
  const saved = await form.submit({ params });
  assert.equal(saved.data?.artistId, artist.id);
});

scenario('what only the write finds stays until its field is changed', async (tunez) => {
  const artist = await newArtist(tunez);
  await tunez.music.createAlbum({ name: 'Runes', yearReleased: 2019, artistId: artist.id });
  const form = tunez.music.formToCreateAlbum(artist.id);
  await form.submit({ params: { name: 'Runes', yearReleased: '2020' } });
  assert.deepEqual(form.field('name').errors, ['already exists for this artist']);
  form.setValue('yearReleased', '2021');
  await form.validate();
  assert.deepEqual(form.field('name').errors, ['already exists for this artist']);
  form.setValue('name', 'Runes II');
  assert.deepEqual(form.field('name').errors, []);
  assert.ok((await form.submit()).ok);
});

scenario(
  'of changes made while a validation is under way only the newest is validated',
  async (tunez) => {
    const form = tunez.music.formToCreateArtist();
    const validated: unknown[] = [];
    form.subscribe(() => {
      const [error] = form.field('name').errors;
      if (error !== undefined) validated.push(form.value('name'));
    });
    for (const name of ['a', 'ab', 'abc', '']) form.setValue('name', name);
    await form.validate();
    assert.deepEqual([...new Set(validated)], ['']);
    assert.deepEqual(form.field('name').errors, ['is required']);
  },
);

scenario('a form that is being submitted cannot be submitted again', async (tunez) => {
  const form = tunez.music.formToCreateArtist();
  form.setValue('name', 'Once');
  const [first, second] = await Promise.all([form.submit(), form.submit()]);
  assert.ok(first.ok);
  assert.equal(second.error?.errors[0]?.code, 'form_is_submitting');
  assert.equal((await tunez.music.readArtists()).length, 1);
  assert.equal(form.state.failures, 0);
});

scenario('a path that a form does not have is a typed error that names it', (tunez) => {
  const form = tunez.music.formToCreateArtist();
  const paths = { nmae: ['nmae'], 'albums.0.name': ['albums', 0], 'name[0]': ['name'], '': [] };
  for (const [path, steps] of [...Object.entries(paths), ['__proto__', ['__proto__']] as const]) {
    assert.throws(
      () => form.setValue(path as never, 'x'),
      (error) => {
        assert.ok(error instanceof TunezError);
        assert.deepEqual([error.errors[0]!.code, error.errors[0]!.path], ['invalid_path', steps]);
        return true;
      },
    );
    assert.equal(form.hasField(path), false);
  }
  return Promise.resolve();
});

scenario('a form says what was touched, and whether it can be submitted', async (tunez) => {
  const form = tunez.music.formToCreateArtist({ params: { biography: 'x' } });
  const { touched, changed, canSubmit, submissions } = form.state;
  assert.deepEqual([touched, changed, canSubmit, submissions], [false, false, true, 0]);
  form.touch('name');
  await form.validate();
  assert.equal(form.state.touched, true);
  assert.equal(form.state.changed, false);
  assert.equal(form.state.canSubmit, false);
  await form.submit();
  form.setValue('name', 'x');
  await form.validate();
  assert.equal(form.state.canSubmit, true);
  const submission = form.submit();
  assert.equal(form.state.canSubmit, false);
  await submission;
  assert.deepEqual([form.state.submissions, form.state.failures], [2, 1]);
  assert.deepEqual([form.state.canSubmit, form.state.submittedOnce], [true, true]);
});

scenario('an input that is left again and again is validated once', async (tunez) => {
  const form = tunez.music.formToCreateArtist();
  form.touch('name');
  await form.validate();
  let changes = 0;
  form.subscribe(() => changes++);
  form.touch('name');
  assert.equal(changes, 0);
});

scenario('a form that is reset is as it was made', async (tunez) => {
  const artist = await newArtist(tunez);
  const form = tunez.music.formToUpdateArtist(artist, { params: { biography: 'x' } });
  const before = form.state;
  form.setValue('name', '');
  await form.submit();
  assert.deepEqual(form.field('name').errors, ['is required']);
  form.reset();
  assert.deepEqual({ ...form.state, validating: false }, before);
  assert.deepEqual([form.value('name'), form.value('biography')], ['Valkyrie', 'x']);
  assert.deepEqual(form.field('name').errors, []);
  form.setValue('name', 'Valkyrie II');
  const saved = await form.submit();
  form.reset(saved.data);
  assert.equal(form.value('name'), 'Valkyrie II');
  assert.equal(form.state.changed, false);
});

scenario('what a page has typed before a reset is not heard of after it', async (tunez) => {
  const form = tunez.music.formToCreateArtist();
  form.setValue('name', '');
  const validated = form.validate();
  form.reset();
  await validated;
  assert.deepEqual(form.field('name').errors, []);
  assert.deepEqual(form.params(), {});
});

scenario('a form cannot be reset while it is being submitted', async (tunez) => {
  const form = tunez.music.formToCreateArtist({ params: { name: 'x' } });
  const submission = form.submit();
  assert.throws(
    () => form.reset(),
    (error) => error instanceof TunezError && error.errors[0]!.code === 'form_is_submitting',
  );
  assert.ok((await submission).ok);
});

scenario('snapshots are the same object until something in them changes', async (tunez) => {
  const form = tunez.music.formToCreateArtist();
  const name = form.field('name');
  const biography = form.field('biography');
  form.setValue('name', 'x');
  await form.validate();
  assert.notEqual(form.field('name'), name);
  assert.equal(form.field('biography'), biography);
  assert.ok(Object.isFrozen(form.field('name')) && Object.isFrozen(form.state));
});

scenario('a form for a destroy destroys, one for a read reads', async (tunez) => {
  const artist = await newArtist(tunez);
  const read = await tunez.formForRead(Artist, 'read').submit();
  assert.deepEqual(read.data, [artist]);
  const gone = await tunez.music.formToDestroyArtist(artist).submit();
  assert.deepEqual([gone.ok, gone.data], [true, undefined]);
  assert.deepEqual(await tunez.music.readArtists(), []);
});

scenario('an application has the last word on errors and params', async (tunez) => {
  const form = tunez.formForCreate(Artist, 'create', {
    transformParams: (params) => ({ ...params, biography: 'added' }),
    transformErrors: (error) => ({ ...error, message: `${error.code}!` }),
    postProcessErrors: (error) =>
      error.field === 'name' ? { ...error, field: 'biography' } : error,
  });
  form.touch('biography');
  await form.validate({ name: '' });
  assert.deepEqual(form.errors(), [{ field: 'biography', message: 'required!' }]);
  const saved = await form.submit({ params: { name: 'x' } });
  assert.equal(saved.data?.biography, 'added');
  assert.equal(form.value('biography'), undefined);
});

scenario(
  'a form shows an error that the application adds, until its field is changed',
  async (tunez) => {
    const form = tunez.music.formToCreateArtist({ params: { name: 'x' } });
    form.addError({ field: 'name', message: 'is not on the list' });
    form.addError({ message: 'closed on Sundays' });
    form.touch('name');
    await form.validate();
    assert.deepEqual(form.field('name').errors, ['is not on the list']);
    assert.deepEqual(form.errors({ format: 'plaintext' }), [
      'name is not on the list',
      'closed on Sundays',
    ]);
    form.setValue('name', 'y');
    await form.validate();
    assert.deepEqual(form.errors(), []);
  },
);

scenario(
  'literal defaults are values of a new form, and so is what the action sets',
  async (tunez) => {
    const form = tunez.formForCreate(Stock, 'batched', { warnOnUnhandledErrors: false });
    assert.equal(form.value('count'), 0);
    const album = tunez.formForCreate(Album, 'create');
    assert.equal(album.value('name'), undefined);
    await album.validate({ name: 'x' });
    assert.equal(album.value('name'), 'x');
  },
);

scenario(
  'a form whose engine is gone says so when it is submitted, and keeps its params',
  async (tunez) => {
    const form = tunez.music.formToCreateArtist();
    await tunez.close();
    form.setValue('name', 'x');
    const lost = await form.submit();
    assert.ok(lost.error instanceof Framework);
    assert.equal(form.state.submitError, lost.error);
    assert.equal(form.value('name'), 'x');
  },
);

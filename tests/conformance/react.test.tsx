/** @jsxRuntime automatic @jsxImportSource react */
// The hooks in a light DOM, over an engine in this thread.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Window } from 'happy-dom';
import type { ReactNode } from 'react';
import { type FieldPath, type Form, type FormTypes, type NestedForm, open } from 'tunez';
import { useField, useFieldList, useForm } from 'tunez/react';
import { Music } from './music.ts';

const window = new Window();
Object.assign(globalThis, {
  window,
  document: window.document,
  navigator: window.navigator,
  IS_REACT_ACT_ENVIRONMENT: true,
});
const { act } = await import('react');
const { createRoot } = await import('react-dom/client');
const tunez = await open({ domains: [Music], storage: ':memory:' });
after(() => tunez.close());

async function drawn(element: ReactNode) {
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  const draw = (next: ReactNode) =>
    act(() => {
      root.render(next);
      return Promise.resolve();
    });
  await draw(element);
  const find = (selector: string) => container.querySelector<HTMLInputElement>(selector);
  const type = (selector: string, text: string) =>
    act(async () => {
      const input = find(selector)!;
      const prototype = Object.getPrototypeOf(input) as object;
      Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(input, text);
      input.dispatchEvent(new window.Event('input', { bubbles: true }) as never);
      await new Promise((resolve) => setTimeout(resolve));
    });
  const submit = () =>
    act(async () => {
      find('form')!.dispatchEvent(
        new window.Event('submit', { bubbles: true, cancelable: true }) as never,
      );
      await new Promise((resolve) => setTimeout(resolve));
    });
  const all = (selector: string) =>
    Array.from(container.querySelectorAll<HTMLInputElement>(selector));
  const click = (selector: string) =>
    act(async () => {
      find(selector)!.click();
      await new Promise((resolve) => setTimeout(resolve));
    });
  return { find, all, type, click, submit, draw };
}

interface FieldProps<F extends FormTypes> {
  form: Form<F>;
  name: FieldPath<F>;
  onDraw?: () => void;
}

function Field<F extends FormTypes>({ form, name, onDraw }: FieldProps<F>) {
  const field = useField(form, name, { describedBy: 'hint' });
  onDraw?.();
  return (
    <p>
      <label {...field.labelProps}>{name}</label>
      <input {...field.inputProps} />
      {field.errors.length > 0 && <span {...field.errorsProps}>{field.errors.join()}</span>}
    </p>
  );
}

test('a controlled input shows what was typed, and what is wrong with it', async () => {
  const form = tunez.music.formToCreateArtist();
  const { find, type } = await drawn(<Field form={form} name="name" />);
  assert.equal(find('input')!.name, 'name');
  assert.equal(find('label')!.getAttribute('for'), find('input')!.id);
  assert.equal(find('input')!.hasAttribute('aria-invalid'), false);
  assert.equal(find('input')!.getAttribute('aria-describedby'), 'hint');
  await type('input', 'x');
  assert.equal(form.value('name'), 'x');
  assert.equal(find('span'), null);
  await type('input', '');
  assert.equal(find('span')!.textContent, 'is required');
  assert.equal(find('input')!.getAttribute('aria-invalid'), 'true');
  assert.equal(find('input')!.getAttribute('aria-describedby'), `hint ${find('span')!.id}`);
});

test('a field draws again only when something in it changes', async () => {
  const form = tunez.music.formToCreateArtist();
  let drawnNames = 0;
  let drawnBiographies = 0;
  const { type } = await drawn(
    <>
      <Field form={form} name="name" onDraw={() => drawnNames++} />
      <Field form={form} name="biography" onDraw={() => drawnBiographies++} />
    </>,
  );
  await type('[name=name]', 'abc');
  assert.equal(drawnBiographies, 1);
  assert.ok(drawnNames > 1);
});

function ArtistForm({ onSaved, onRefused }: Record<'onSaved' | 'onRefused', () => void>) {
  const hook = useForm(() => tunez.music.formToCreateArtist(), {
    onSuccess: onSaved,
    onFailure: onRefused,
  });
  const name = useField(hook.form, 'name');
  return (
    <form {...hook.formProps}>
      <input {...name.uncontrolledProps} />
      <textarea name="biography" />
      <input name="elsewhere" />
      {name.errors}
      <output>{hook.failures}</output>
    </form>
  );
}

test('inputs that nobody controls are heard through the form element', async () => {
  const heard: string[] = [];
  const { find, type, submit } = await drawn(
    <ArtistForm onSaved={() => heard.push('saved')} onRefused={() => heard.push('refused')} />,
  );
  await submit();
  assert.deepEqual(heard, ['refused']);
  assert.equal(find('output')!.textContent, '1');
  assert.equal(find('[name=name]')!.getAttribute('aria-invalid'), 'true');
  await type('[name=elsewhere]', 'z');
  await type('[name=name]', 'Uncontrolled');
  await type('textarea', 'line\nline');
  await submit();
  assert.deepEqual(heard, ['refused', 'saved']);
  const artist = await tunez.music.findArtistByName('Uncontrolled');
  assert.equal(artist?.biography, 'line\nline');
});

function Edited({ id }: { id: string }) {
  const { form } = useForm(() => tunez.music.formToCreateAlbum(id), { dependencies: [id] });
  const field = useField(form, 'name');
  return <input {...field.inputProps} />;
}

test('a form is kept until one of its dependencies changes', async () => {
  const { find, type, draw } = await drawn(<Edited id="a" />);
  await type('input', 'kept');
  await draw(<Edited id="a" />);
  assert.equal(find('input')!.value, 'kept');
  await draw(<Edited id="b" />);
  assert.equal(find('input')!.value, '');
});

function Row({ form, row, onDraw }: { form: AlbumForm; row: NestedForm; onDraw: () => void }) {
  const name = useField(form, `tracks.${row.index}.name`);
  onDraw();
  return (
    <li>
      <input {...name.inputProps} />
      {name.errors.length > 0 && <em {...name.errorsProps}>{name.errors}</em>}
    </li>
  );
}

const newAlbum = () => tunez.music.formToRecordAlbum('a');
type AlbumForm = ReturnType<typeof newAlbum>;

function Tracks({ form, onDraw }: { form: AlbumForm; onDraw: (key: string) => void }) {
  const { forms, add, remove, move } = useFieldList(form, 'tracks');
  onDraw('list');
  return (
    <ol>
      {forms.map((row) => (
        <Row key={row.key} form={form} row={row} onDraw={() => onDraw(row.key)} />
      ))}
      <button id="add" onClick={() => add()} />
      <button id="remove" onClick={() => remove(0)} />
      <button id="move" onClick={() => move(0, 1)} />
    </ol>
  );
}

test('a list of forms grows, shrinks and moves, and what was typed moves with it', async () => {
  const form = newAlbum();
  const { find, type, click, all } = await drawn(<Tracks form={form} onDraw={() => undefined} />);
  await click('#add');
  await click('#add');
  await type('[name="tracks.0.name"]', 'first');
  await type('[name="tracks.1.name"]', 'x');
  await type('[name="tracks.1.name"]', '');
  assert.equal(find('em')!.textContent, 'is required');
  const input = find('[name="tracks.0.name"]');
  await click('#move');
  assert.deepEqual(
    all('input').map(({ name, value }) => `${name}=${value}`),
    ['tracks.0.name=', 'tracks.1.name=first'],
  );
  assert.equal(find('[name="tracks.1.name"]'), input);
  assert.equal(find('em')!.id, find('[name="tracks.0.name"]')!.getAttribute('aria-describedby'));
  await click('#remove');
  assert.deepEqual(
    all('input').map(({ value }) => value),
    ['first'],
  );
});

test('a keystroke draws its own row and no other', async () => {
  const form = newAlbum();
  const draws: string[] = [];
  const { type, click } = await drawn(<Tracks form={form} onDraw={(key) => draws.push(key)} />);
  await click('#add');
  await click('#add');
  await type('[name="tracks.1.name"]', 'x');
  draws.length = 0;
  await type('[name="tracks.1.name"]', 'xy');
  assert.deepEqual([...new Set(draws)], [form.forms('tracks')[1]!.key]);
});

const newFan = () => tunez.music.formToCreateFan();
type FanForm = ReturnType<typeof newFan>;

function Favourite({ form }: { form: FanForm }) {
  const { forms, add } = useFieldList(form, 'favourite');
  return (
    <>
      <button onClick={() => add({ params: { _union_type: 'badge' } })} />
      {forms.map(({ key, member }) => (
        <FavouriteFields key={key} form={form} member={member} />
      ))}
    </>
  );
}

function FavouriteFields({ form, member }: { form: FanForm; member: string }) {
  const chosen = useField(form, 'favourite._union_type');
  return (
    <fieldset>
      <input {...chosen.inputProps} />
      {member === 'badge' && <Field form={form} name="favourite.color" />}
      {member === 'patch' && <Field form={form} name="favourite.width" />}
    </fieldset>
  );
}

test('a form of a union is drawn with the fields of the member that is chosen', async () => {
  const form = newFan();
  const { find, all, click, type } = await drawn(<Favourite form={form} />);
  const names = () => all('input').map(({ name, value }) => `${name}=${value}`);
  assert.deepEqual(names(), []);
  await click('button');
  assert.deepEqual(names(), ['favourite._union_type=badge', 'favourite.color=']);
  const select = find('input');
  await type('[name="favourite._union_type"]', 'patch');
  assert.deepEqual(names(), ['favourite._union_type=patch', 'favourite.width=']);
  assert.equal(find('input'), select);
  await type('[name="favourite.width"]', '0');
  assert.equal(find('span')!.textContent, 'must be greater than or equal to 1');
});

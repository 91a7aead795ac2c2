import { test } from 'node:test';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import {
  addAlbum,
  addArtist,
  albums,
  cards,
  fieldError,
  flash,
  heading,
  save,
} from './support/music.ts';

test('an empty collection says how to begin', async (t) => {
  const { page } = await openApp(t);
  await heading(page, 'The crates are empty', 2).waitFor();
  await page.getByRole('link', { name: 'Add an artist' }).click();
  await heading(page, 'New Artist').waitFor();
});

test('a new artist is saved, shown, and stands in the list', async (t) => {
  const { page } = await openApp(t);
  await page.getByRole('link', { name: 'New Artist' }).click();
  await page.getByLabel('Name').fill("Valkyrie's Fury");
  await page.getByLabel('Biography').fill('Power metal\nfrom Tallinn');
  await save(page);

  await flash(page, 'Artist saved successfully');
  await heading(page, "Valkyrie's Fury").waitFor();
  await page.waitForURL(/\/artists\/[0-9a-f-]{36}$/);
  await becomes(() => page.getByText('Power metal').innerText(), 'Power metal\nfrom Tallinn');

  await page.getByRole('link', { name: 'All artists', exact: true }).click();
  await cards(page).filter({ hasText: "Valkyrie's Fury" }).waitFor();
  await becomes(() => cards(page).count(), 1);
  await page.getByText('No albums yet').waitFor();
});

test('a message appears from the first change of a field, and not before', async (t) => {
  const { page } = await openApp(t, { path: '/artists/new' });
  await becomes(() => fieldError(page, 'name').count(), 0);

  await page.getByLabel('Biography').fill('x');
  await page.getByLabel('Name').fill('V');
  await page.getByLabel('Name').fill('');
  await fieldError(page, 'name', 'is required').waitFor();
  await becomes(() => page.getByLabel('Name').getAttribute('aria-invalid'), 'true');

  await page.getByLabel('Name').fill('Va');
  await fieldError(page, 'name').waitFor({ state: 'detached' });
});

test('what is typed fast is judged by its last letter', async (t) => {
  const { page } = await openApp(t, { path: '/artists/new' });
  const name = page.getByLabel('Name');
  for (let round = 0; round < 10; round++) {
    await name.pressSequentially('ab');
    await name.press('Backspace');
    await name.press('Backspace');
  }
  await fieldError(page, 'name', 'is required').waitFor();
  await name.pressSequentially('abc');
  await fieldError(page, 'name').waitFor({ state: 'detached' });
});

test('a failed save says why, keeps the input, and leads to the field', async (t) => {
  const { page } = await openApp(t, { path: '/artists/new' });
  await page.getByLabel('Biography').fill('A long story');
  await save(page);

  await flash(page, 'Could not save artist data');
  await fieldError(page, 'name', 'is required').waitFor();
  await becomes(() => page.getByLabel('Biography').inputValue(), 'A long story');
  await page.getByRole('link', { name: 'Name is required' }).click();
  await becomes(() => page.locator(':focus').getAttribute('name'), 'name');

  await page.keyboard.type('Late Bloomers');
  await save(page);
  await heading(page, 'Late Bloomers').waitFor();
});

test('an edited artist keeps its previous names, each once, without the present one', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'First Name');
  const rename = async (name: string) => {
    await page.getByRole('link', { name: 'Edit Artist' }).click();
    await page.getByLabel('Name').fill(name);
    await save(page);
    await heading(page, name).waitFor();
  };
  await rename('Second Name');
  await page.getByText('formerly known as First Name').waitFor();
  await rename('Third Name');
  await page.getByText('formerly known as Second Name, First Name').waitFor();
  await rename('First Name');
  await page.getByText('formerly known as Third Name, Second Name').waitFor();
});

test('editing only the biography leaves the names alone', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Steady', 'One');
  await page.getByRole('link', { name: 'Edit Artist' }).click();
  await page.getByLabel('Biography').fill('Two');
  await save(page);
  await page.getByText('Two', { exact: true }).waitFor();
  await becomes(() => page.getByText('formerly known as').count(), 0);
});

test('deleting an artist asks first, and takes the albums along', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Short Lived');
  await addAlbum(page, 'Only One', 2001);
  const address = new URL(page.url()).pathname;

  await page.getByRole('button', { name: 'Delete Artist' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Short Lived?' });
  await dialog.getByText('1 album').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await becomes(() => albums(page).count(), 1);

  await page.getByRole('button', { name: 'Delete Artist' }).click();
  await dialog.getByRole('button', { name: 'Delete Artist' }).click();
  await flash(page, 'Artist deleted successfully');
  await heading(page, 'The crates are empty', 2).waitFor();

  await visit('/settings');
  await page.getByText('0 artists and 0 albums').waitFor();
  await visit(address);
  await heading(page, 'Not in these crates').waitFor();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import {
  addAlbum,
  addArtist,
  album,
  albums,
  cards,
  fieldError,
  flash,
  heading,
  loadSample,
  openSampleArtist,
  save,
} from './support/music.ts';

const year = 'must be between 1950 and next year';
const cover = 'must start with https:// or /images/';

test('albums stand under their artist, the newest first', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Middle', 1990);
  await addAlbum(page, 'Newest', 2020);
  await addAlbum(page, 'Oldest', 1960);
  const titles = () => albums(page).getByRole('heading').allInnerTexts();
  await becomes(titles, ['Newest (2020)', 'Middle (1990)', 'Oldest (1960)']);

  await page.getByRole('link', { name: 'All artists', exact: true }).click();
  await cards(page).getByText('3 albums').waitFor();
  await cards(page).getByText('latest 2020').waitFor();
});

test('albums show their tracks, numbered and with durations, or say that they are missing', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  await openSampleArtist(page, 'Static Orchard');
  const graft = album(page, 'Graft').locator('[data-role="track"]');
  await graft.nth(3).waitFor();
  assert.deepEqual(
    (await graft.allInnerTexts()).map((text) => text.split('\n').join(' ')),
    [
      '1 Rootstock 3:51',
      '2 Tape and Wax 4:20',
      '3 Two Trees, One Voice 6:33',
      '4 April Current 5:05',
    ],
  );
  await album(page, 'Graft').locator('[data-role="album-duration"]').getByText('19:49').waitFor();
  await album(page, 'Espalier').getByText('Nobody has written down the tracks').waitFor();
  await becomes(() => album(page, 'Espalier').locator('[data-role="album-duration"]').count(), 0);
});

test('the artist of a new album is shown and fixed', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  await heading(page, 'New Album').waitFor();
  await page.locator('dd').getByText('Brass Band').waitFor();
  await becomes(() => page.locator('[name="artistId"]').count(), 0);
});

test('the year is judged while it is typed', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  const input = page.getByLabel('Year released');

  for (const wrong of ['1949', '1950', String(new Date().getUTCFullYear() + 2)]) {
    await input.fill(wrong);
    await fieldError(page, 'yearReleased', year).waitFor();
    await input.fill('1951');
    await fieldError(page, 'yearReleased').waitFor({ state: 'detached' });
  }
  await input.fill('next year');
  await fieldError(page, 'yearReleased', 'is invalid').waitFor();
  await input.fill('');
  await fieldError(page, 'yearReleased', 'is required').waitFor();
  await input.fill(String(new Date().getUTCFullYear() + 1));
  await fieldError(page, 'yearReleased').waitFor({ state: 'detached' });
});

test('the address of a cover is judged while it is typed, and may be left empty', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  const input = page.getByLabel('Cover image URL');
  await input.fill('ftp://somewhere/cover.png');
  await fieldError(page, 'coverImageUrl', cover).waitFor();
  await input.fill('/images/covers/felt.gif');
  await fieldError(page, 'coverImageUrl', cover).waitFor();
  await input.fill('');
  await fieldError(page, 'coverImageUrl').waitFor({ state: 'detached' });

  await input.fill('/images/covers/felt.png');
  await page.getByRole('region', { name: 'Cover preview' }).locator('img').waitFor();
});

test('an album with a picture shows it, one without has a drawn cover', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Pictured', 2001, '/images/covers/felt.png');
  await addAlbum(page, 'Drawn', 2002);
  const picture = album(page, 'Pictured').locator('img');
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() =>
    [...document.images].every((image) => image.complete && image.naturalWidth > 0),
  );
  await becomes(() => album(page, 'Drawn').locator('svg').count(), 1);
});

test('a second album of the same name is refused at the name', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Encore', 2001);
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name').fill('Encore');
  await page.getByLabel('Year released').fill('2002');
  await save(page);

  await flash(page, 'Could not save album data');
  await fieldError(page, 'name', 'already exists for this artist').waitFor();
  await becomes(() => page.getByLabel('Year released').inputValue(), '2002');

  await page.getByLabel('Name').fill('Encore, Again');
  await fieldError(page, 'name').waitFor({ state: 'detached' });
  await save(page);
  await flash(page, 'Album saved successfully');
  await album(page, 'Encore, Again').waitFor();
});

test('two artists may have albums of the same name', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'One');
  await addAlbum(page, 'Untitled', 2001);
  await addArtist(page, 'Two');
  await addAlbum(page, 'Untitled', 2001);
  await becomes(() => albums(page).count(), 1);
});

test('an album is edited', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Draft', 2001);
  await album(page, 'Draft').getByRole('link', { name: /^Edit/ }).click();
  await heading(page, 'Edit Album').waitFor();
  await becomes(() => page.getByLabel('Year released').inputValue(), '2001');

  await page.getByLabel('Year released').fill('1949');
  await fieldError(page, 'yearReleased', year).waitFor();
  await page.getByLabel('Year released').fill('2003');
  await page.getByLabel('Name').fill('Final');
  await save(page);
  await flash(page, 'Album saved successfully');
  await heading(page, 'Final (2003)', 3).waitFor();
});

test('deleting an album asks first, and leaves the others', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Kept', 2001);
  await addAlbum(page, 'Dropped', 2002);
  await album(page, 'Dropped')
    .getByRole('button', { name: /^Delete/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Delete Dropped?' });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await becomes(() => albums(page).count(), 2);

  await album(page, 'Dropped')
    .getByRole('button', { name: /^Delete/ })
    .click();
  await dialog.getByRole('button', { name: 'Delete Album' }).click();
  await flash(page, 'Album deleted successfully');
  await album(page, 'Dropped').waitFor({ state: 'detached' });
  await album(page, 'Kept').waitFor();
});

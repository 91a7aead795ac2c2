import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshProfile, openApp, pictureComplaints } from './support/app.ts';
import { addAlbum, addArtist, album, cards, heading } from './support/music.ts';
import { serveApp } from './support/server.ts';
import { serveWithoutFiles } from './support/without_files.ts';

test('what was saved is there after a reload', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Keepers', 'Still here');
  await addAlbum(page, 'Stay', 1999);
  await page.reload();
  await heading(page, 'Keepers').waitFor();
  await page.getByText('Still here').waitFor();
  await album(page, 'Stay').waitFor();
});

test('what was saved is there after the browser was closed and started again', async (t) => {
  const profile = await freshProfile(t);
  const first = await openApp(t, { profile });
  await addArtist(first.page, 'Keepers');
  await addAlbum(first.page, 'Stay', 1999);
  await first.quit();

  const { page } = await openApp(t, { profile });
  await cards(page).filter({ hasText: 'Keepers' }).click();
  await album(page, 'Stay').waitFor();
});

test('after the first load the app works without a network, also from a new browser', async (t) => {
  const server = await serveApp();
  const profile = await freshProfile(t);
  const first = await openApp(t, { server, profile });
  await addArtist(first.page, 'Keepers');
  await first.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await first.page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  await server.stop();
  await first.context.setOffline(true);
  await first.page.reload();
  await heading(first.page, 'Keepers').waitFor();
  await addAlbum(first.page, 'Made in the Dark', 2008, '/images/covers/felt.png');
  await first.quit();

  const { page, visit } = await openApp(t, { server, profile, path: null });
  await visit('/');
  await cards(page).filter({ hasText: 'Keepers' }).click();
  await album(page, 'Made in the Dark').waitFor();
  const picture = album(page, 'Made in the Dark').locator('img');
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth > 0));
  await visit('/settings');
  await heading(page, 'Settings').waitFor();
});

test('a picture that is opened by itself is a picture, also when the app would work offline', async (t) => {
  const profile = await freshProfile(t);
  const { page, url } = await openApp(t, { profile, allow: pictureComplaints });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const answer = await page.goto(`${url}/images/covers/felt.png`);
  assert.equal(answer!.fromServiceWorker(), true);
  assert.equal(await page.evaluate(() => document.contentType), 'image/png');
});

test('a second tab has the same collection, and goes on with it when the first is closed', async (t) => {
  const { page, context, visit } = await openApp(t);
  await addArtist(page, 'Keepers');
  const second = await context.newPage();
  await visit('/', second);
  await cards(second).filter({ hasText: 'Keepers' }).waitFor();
  await addArtist(second, 'From Here');
  await visit('/');
  await cards(page).filter({ hasText: 'From Here' }).waitFor();

  await page.close();
  await addArtist(second, 'Afterwards');
  await visit('/', second);
  await cards(second).filter({ hasText: 'Afterwards' }).waitFor();
});

test('where the browser has no files the collection is kept all the same', async (t) => {
  const server = await serveWithoutFiles(t);
  const profile = await freshProfile(t);
  const first = await openApp(t, { server, profile });
  await addArtist(first.page, 'Keepers');
  await addAlbum(first.page, 'Stay', 1999);
  await first.page.reload();
  await album(first.page, 'Stay').waitFor();
  await first.visit('/settings');
  await first.page.getByText('in the database storage of this browser').waitFor();
  await first.quit();

  const { page } = await openApp(t, { server, profile });
  await cards(page).filter({ hasText: 'Keepers' }).click();
  await album(page, 'Stay').waitFor();
});

// How the app comes to run: its engine comes in two files, of which the second one may be late.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { openApp } from './support/app.ts';
import { addAlbum, addArtist, album, heading, save } from './support/music.ts';

/** Keeps the second file back until it is let go; tells how often it was asked for. */
async function keepBack(context: BrowserContext) {
  let letGo!: () => void;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  const held = { asked: 0, letGo };
  await context.route(/tunez\.deferred.*\.wasm$/, async (route) => {
    held.asked++;
    await free;
    await route.continue();
  });
  return held;
}

test('the app shows what is there, and keeps what is added, before the second file of the engine is there', async (t) => {
  const { page, context, visit } = await openApp(t, { path: null });
  const second = await keepBack(context);
  await visit('/');
  await addArtist(page, 'Early Birds', 'Up before dawn');
  await page.getByText('Up before dawn').waitFor();
  assert.ok(second.asked > 0);
  second.letGo();
});

test('what needs the second file of the engine waits for it', async (t) => {
  const { page, context, visit } = await openApp(t, { path: null });
  const second = await keepBack(context);
  await visit('/');
  await addArtist(page, 'Early Birds');
  const added = addAlbum(page, 'Dawn', 1999);
  await page.waitForTimeout(500);
  second.letGo();
  await added;
  await album(page, 'Dawn').waitFor();
  await heading(page, 'Early Birds').waitFor();
});

test('where the second file of the engine cannot be had, what needs it is refused, and carried out when it can', async (t) => {
  const allow = /ERR_FAILED|tunez\.deferred/;
  const { page, context, visit } = await openApp(t, { path: null, allow });
  const pattern = /tunez\.deferred.*\.wasm$/;
  await context.route(pattern, (route) => route.abort());
  await visit('/');
  await addArtist(page, 'Early Birds');
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name').fill('Dawn');
  await page.getByLabel('Year released').fill('1999');
  await save(page);
  await page.getByText('A part of Tunez could not be loaded.').waitFor();
  await context.unroute(pattern);
  await save(page);
  await album(page, 'Dawn').waitFor();
  await heading(page, 'Early Birds').waitFor();
});

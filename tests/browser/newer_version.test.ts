// Two builds of the app in one browser: the newer has the collection, the older says so.
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openApp } from './support/app.ts';
import { addArtist, cards, heading } from './support/music.ts';

// From here on what is loaded is a newer build: it says something else about an album's year.
async function publish(page: Page): Promise<void> {
  await page.context().route(/\/db\.worker-.*\.js$/, async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    await route.fulfill({
      response,
      body: script.replaceAll('must be between 1950', 'is before 1950'),
    });
  });
}

test('an app of which a newer version is open in another tab says so, and is that version after a reload', async (t) => {
  const { page, context, visit } = await openApp(t);
  await addArtist(page, 'Keepers');
  await publish(page);
  const newer = await context.newPage();
  await visit('/', newer);
  await cards(newer).filter({ hasText: 'Keepers' }).waitFor();

  await heading(page, 'A newer version is open in another tab').waitFor();
  await page.getByRole('button', { name: 'Reload' }).click();
  await heading(page, 'Keepers').waitFor();
  await addArtist(page, 'From Here');
  await visit('/', newer);
  await cards(newer).filter({ hasText: 'From Here' }).waitFor();
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { openApp } from './support/app.ts';
import {
  album,
  cards,
  fieldError,
  heading,
  loadSample,
  openSampleArtist,
  save,
} from './support/music.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds wrong; it would be misled by what is still fading in. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const finite = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map((animation) => animation.finished));
  });
  await page.evaluate(axe);
  const found = await page.evaluate<Violation[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('no screen has an accessibility problem, in the dark colours or the light', async (t) => {
  const { page, visit } = await openApp(t);
  const sound = async (screen: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await violations(page), [], `${screen}, ${colorScheme}`);
    }
  };

  await sound('empty list');
  await loadSample(page);
  await sound('list');
  await openSampleArtist(page, 'Static Orchard');
  const artist = new URL(page.url()).pathname;
  await sound('artist');
  await page.getByRole('button', { name: 'Delete Artist' }).click();
  await page.getByRole('dialog').waitFor();
  await sound('question');
  await page.keyboard.press('Escape');
  await album(page, 'Windfall').getByRole('link', { name: /^Edit/ }).click();
  await heading(page, 'Edit Album').waitFor();
  await page.locator('[data-role="track-row"]').nth(5).waitFor();
  await sound('album form');
  await page.locator('[name="tracks.1.name"]').fill('');
  await fieldError(page, 'tracks.1.name').waitFor();
  await page.getByRole('button', { name: 'Add Track' }).click();
  await save(page);
  await page.getByText('This needs another look').waitFor();
  await sound('album form with messages');
  await visit('/?q=no+such+name');
  await heading(page, 'No artist by that name', 2).waitFor();
  await sound('search without results');
  await visit(`${artist}/albums/new`);
  await save(page);
  await fieldError(page, 'name', 'is required').waitFor();
  await sound('form with messages');
  await visit('/artists/new');
  await sound('artist form');
  await visit('/settings');
  await sound('settings');
  await visit('/nowhere');
  await sound('unknown address');
});

test('headings go down by one level at a time, from one h1', async (t) => {
  const { page, visit } = await openApp(t);
  await loadSample(page);
  await cards(page).first().click();
  await heading(page, 'Albums', 2).waitFor();
  const artist = new URL(page.url()).pathname;
  for (const path of ['/', artist, `${artist}/edit`, '/settings', '/nowhere']) {
    await visit(path);
    const levels = await page
      .getByRole('heading')
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
    assert.equal(levels.filter((level) => level === 1).length, 1, path);
    levels.forEach((level, index) => assert.ok(level <= (levels[index - 1] ?? 0) + 1, path));
  }
});

test('messages are tied to their inputs, and every input has a visible label', async (t) => {
  const { page } = await openApp(t, { path: '/artists/new' });
  await page.getByLabel('Name').fill('x');
  await page.getByLabel('Name').fill('');
  await fieldError(page, 'name').waitFor();
  const described = await page.getByLabel('Name').evaluate((input) =>
    (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' '),
  );
  assert.equal(described, 'is required');
  for (const input of await page.locator('input, textarea').all()) {
    const id = await input.getAttribute('id');
    assert.ok(await page.locator(`label[for="${id}"]`).isVisible());
  }
});

test('a new screen gives the focus to its heading or its first field', async (t) => {
  const { page } = await openApp(t);
  await page.getByRole('link', { name: 'Settings' }).click();
  await heading(page, 'Settings').waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
  await page.getByRole('navigation').getByRole('link', { name: 'Artists' }).click();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Artists');
  await page.getByRole('link', { name: 'New Artist' }).click();
  await heading(page, 'New Artist').waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import {
  addAlbum,
  addArtist,
  album,
  cards,
  fieldError,
  flash,
  heading,
  loadSample,
} from './support/music.ts';

test('every screen can be opened by its address', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Linked');
  const artist = new URL(page.url()).pathname;
  await addAlbum(page, 'Deep', 2001);
  await album(page, 'Deep').getByRole('link', { name: /^Edit/ }).click();
  await heading(page, 'Edit Album').waitFor();
  const albumForm = new URL(page.url()).pathname;

  for (const [path, title] of [
    ['/', 'Artists'],
    ['/artists/new', 'New Artist'],
    [artist, 'Linked'],
    [`${artist}/edit`, 'Edit Artist'],
    [`${artist}/albums/new`, 'New Album'],
    [albumForm, 'Edit Album'],
    ['/settings', 'Settings'],
  ] as const) {
    await visit(path);
    await heading(page, title).waitFor();
    await becomes(() => page.title(), `${title} · Tunez`);
  }
});

test('an unknown address and an unknown id lead back to the artists', async (t) => {
  const { page, visit } = await openApp(t);
  const unknown = '00000000-0000-4000-8000-000000000000';
  for (const path of [
    '/nowhere',
    `/artists/${unknown}`,
    `/artists/${unknown}/edit`,
    `/artists/${unknown}/albums/new`,
    `/albums/${unknown}/edit`,
    '/artists/not-an-id',
  ]) {
    await visit(path);
    await heading(page, 'Not in these crates').waitFor();
    await page.getByRole('link', { name: 'Back to all artists' }).click();
    await heading(page, 'Artists').waitFor();
  }
});

test('back and forward move between screens', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Linked');
  await page.getByRole('link', { name: 'Edit Artist' }).click();
  await heading(page, 'Edit Artist').waitFor();
  await page.goBack();
  await heading(page, 'Linked').waitFor();
  await page.goForward();
  await heading(page, 'Edit Artist').waitFor();
});

test('an artist and an album are made and deleted by keyboard alone', async (t) => {
  const { page } = await openApp(t);
  const tabTo = async (name: string | RegExp) => {
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => document.activeElement?.textContent ?? '');
      if (typeof name === 'string' ? label.trim() === name : name.test(label)) return;
    }
    assert.fail(`Tab never reached ${String(name)}`);
  };

  await page.keyboard.press('Tab');
  await becomes(() => page.locator(':focus').innerText(), 'Skip to content');
  await tabTo('New Artist');
  await page.keyboard.press('Enter');
  await heading(page, 'New Artist').waitFor();
  await page.keyboard.type('Keys Only');
  await page.keyboard.press('Enter');
  await heading(page, 'Keys Only').waitFor();

  await tabTo('New Album');
  await page.keyboard.press('Enter');
  await heading(page, 'New Album').waitFor();
  await page.keyboard.type('Tabulator');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1940');
  await fieldError(page, 'yearReleased').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1984');
  await page.keyboard.press('Enter');
  await album(page, 'Tabulator').waitFor();

  await tabTo(/^Delete Tabulator/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await becomes(() => page.locator(':focus').innerText(), 'Cancel');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page
    .locator(':focus')
    .getByText(/^Delete/)
    .waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await flash(page, 'Album deleted successfully');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Albums');
});

test('what has the focus is visibly marked', async (t) => {
  const { page } = await openApp(t, { path: '/settings' });
  for (let step = 0; step < 6; step++) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement!);
      return { outlineStyle, width: Number.parseFloat(outlineWidth) };
    });
    assert.equal(outline.outlineStyle, 'solid');
    assert.ok(outline.width >= 2);
  }
});

test('no screen scrolls sideways, however narrow or wide', async (t) => {
  const { page, visit } = await openApp(t);
  const long = 'Unreasonablylongnamewithoutanyspacesinitwhatsoeverreally'.repeat(2);
  await loadSample(page);
  await addArtist(page, long, long);
  const artist = new URL(page.url()).pathname;
  await addAlbum(page, long, 2001);
  await album(page, long).getByRole('link', { name: /^Edit/ }).click();
  await heading(page, 'Edit Album').waitFor();
  const albumForm = new URL(page.url()).pathname;

  for (const path of [
    '/',
    '/artists/new',
    artist,
    `${artist}/edit`,
    `${artist}/albums/new`,
    albumForm,
    '/settings',
    '/nowhere',
  ]) {
    await visit(path);
    for (const width of [320, 768, 1600]) {
      await page.setViewportSize({ width, height: 800 });
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(excess, 0, `${path} is ${excess} pixels too wide at ${width}`);
    }
  }
  await visit('/');
  for (const width of [320, 768, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    await becomes(() => cards(page).count(), 12);
  }
});

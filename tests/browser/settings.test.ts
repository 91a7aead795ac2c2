import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { becomes } from './support/becomes.ts';
import { openApp, pictureComplaints } from './support/app.ts';
import {
  addArtist,
  album,
  cards,
  collection,
  flash,
  loadSample,
  openSampleArtist,
  search,
  sortBy,
} from './support/music.ts';

test('the sample catalogue is loaded from the empty list', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  await cards(page).nth(11).waitFor();

  await openSampleArtist(page, 'Static Orchard');
  await album(page, 'Windfall').waitFor();
});

test('loading the sample catalogue again adds nothing', async (t) => {
  const { page } = await openApp(t, { path: '/settings' });
  await loadSample(page);
  await collection(page).getByText('14 artists and 47 albums').waitFor();
  await page.getByRole('button', { name: 'Load the sample catalogue' }).click();
  await flash(page, 'The sample catalogue is there already');
  await collection(page).getByText('14 artists and 47 albums').waitFor();
});

test('the settings say where the data lives and how much there is', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'One');
  await visit('/settings');
  const status = page.locator('[data-role="storage-status"]');
  await status.getByText('On this device').waitFor();
  await status.getByText('1 artist and 0 albums').waitFor();
  await status
    .getByText(/\d (bytes|KB|MB|GB)/)
    .first()
    .waitFor();
  await status.getByText('None yet').waitFor();
});

test('the browser is asked to protect the collection, and what it says is passed on', async (t) => {
  const { page } = await openApp(t, { path: '/settings' });
  await page.getByRole('button', { name: 'Protect the collection' }).click();
  const agreed = page.getByText('Protected: the browser clears it only when you ask');
  const refused = page.locator('[data-role="flash"]').filter({ hasText: 'did not agree' });
  await agreed.or(refused).first().waitFor();
});

test('a backup is made, and what was deleted since comes back', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Comes Back');
  await visit('/settings');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await flash(page, 'Backup made');
  await page
    .locator('[data-role="storage-status"]')
    .getByText('None yet')
    .waitFor({ state: 'detached' });

  await erase(page);
  await page.getByRole('button', { name: /^Restore the backup of/ }).click();
  const question = page.getByRole('dialog', { name: 'Restore this backup?' });
  await question.getByRole('button', { name: 'Restore it' }).click();
  await flash(page, 'The backup was restored');
  await collection(page).getByText('1 artist and 0 albums').waitFor();
  // What there was before it was replaced has been backed up.
  await becomes(() => page.getByRole('button', { name: /^Restore the backup of/ }).count(), 2);
  await visit('/');
  await cards(page).filter({ hasText: 'Comes Back' }).waitFor();
});

test('the collection is exported as a file, and imported from it', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Travels');
  await visit('/settings');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ]);
  assert.equal(file.suggestedFilename(), 'tunez.sqlite');
  const bytes = await readFile(await file.path());
  assert.equal(bytes.subarray(0, 15).toString(), 'SQLite format 3');

  await erase(page);
  await choose(page, { name: 'tunez.sqlite', mimeType: 'application/vnd.sqlite3', buffer: bytes });
  await flash(page, 'The file was imported');
  await collection(page).getByText('1 artist and 0 albums').waitFor();
  await visit('/');
  await cards(page).filter({ hasText: 'Travels' }).waitFor();
});

test('a wrong file is refused in words, and nothing is replaced', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Stays');
  await visit('/settings');
  const buffer = Buffer.from('This is a letter, and no collection.');
  await choose(page, { name: 'letter.db', mimeType: 'application/octet-stream', buffer });
  await flash(page, 'Could not import the file: it is damaged, or no collection at all');
  await collection(page).getByText('1 artist and 0 albums').waitFor();
});

test('a damaged collection is replaced by its backup, which is said, and kept', async (t) => {
  const { page, url, visit } = await openApp(t, { allow: pictureComplaints });
  await addArtist(page, 'Comes Back');
  await visit('/settings');
  await page.getByRole('button', { name: 'Back up now' }).click();
  await flash(page, 'Backup made');
  // A picture of the same site, so that nobody has the files open.
  await page.goto(`${url}/images/covers/felt.png`);
  await page.evaluate(damage);

  await visit('/');
  await cards(page).filter({ hasText: 'Comes Back' }).waitFor();
  const notice = page.getByRole('alert').filter({ hasText: 'could not be read as it was' });
  await notice.getByText(/The backup of .* has taken its place/).waitFor();
  await notice.getByRole('link', { name: 'Settings' }).click();
  const setAside = page.getByRole('list', { name: 'Set aside' });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    setAside.getByRole('button', { name: /^Download/ }).click(),
  ]);
  assert.equal(file.suggestedFilename(), 'tunez-kept-1');
  await setAside.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await flash(page, 'Deleted');
  await setAside.waitFor({ state: 'detached' });
  await notice.getByRole('button', { name: 'Understood' }).click();
  await notice.waitFor({ state: 'detached' });
});

test('ten thousand artists are added while a bar shows how far it is, then sorted and searched', async (t) => {
  const { page, visit } = await openApp(t, { path: '/settings' });
  await page.getByRole('button', { name: 'Fill with 10,000 artists' }).click();
  const bar = page.getByRole('progressbar', { name: 'Filling…' });
  await bar.waitFor();
  await page.waitForFunction(() => document.querySelector('progress')!.value > 0.1);
  await flash(page, 'Added 10,000 artists');
  await bar.waitFor({ state: 'detached' });
  await collection(page).getByText('10,000 artists').waitFor();

  await visit('/');
  await page.getByText('Page 1 of 834').waitFor();
  for (const label of ['Latest album release', 'Number of albums', 'Name']) {
    await sortBy(page, label);
    await page.waitForURL('**/?sort=*');
  }
  await search(page).fill('quiet ferries');
  await page.getByText('with “quiet ferries” in the name').waitFor();
  await cards(page).first().waitFor();

  await visit('/settings');
  await erase(page);
});

test('erasing everything asks twice', async (t) => {
  const { page, visit } = await openApp(t);
  await loadSample(page);
  await visit('/settings');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page
    .getByRole('dialog', { name: 'Erase everything?' })
    .getByRole('button', { name: 'Erase…' })
    .click();
  const second = page.getByRole('dialog', { name: 'Really everything?' });
  await second.getByRole('button', { name: 'Cancel' }).click();
  await second.waitFor({ state: 'detached' });
  await collection(page).getByText('14 artists and 47 albums').waitFor();

  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase…' }).click();
  await second.getByRole('button', { name: 'Erase it all' }).click();
  await flash(page, 'The collection was erased');
  await page.getByText('0 artists and 0 albums').waitFor();
});

/** Overwrites the pages of the collection, from within a page that has not opened it. */
async function damage(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const tunez = await root.getDirectoryHandle('tunez');
  const folder = await tunez.getDirectoryHandle('tunez');
  const main = await folder.getFileHandle('main');
  const { size } = await main.getFile();
  for (const end = performance.now() + 10_000; ;) {
    try {
      const writable = await main.createWritable({ keepExistingData: true });
      await writable.write({ type: 'write', position: 100, data: new Uint8Array(size - 100) });
      await writable.close();
      return;
    } catch (problem) {
      // The worker of the page before is still being ended.
      const isHeld = (problem as Error).name === 'NoModificationAllowedError';
      if (!isHeld || performance.now() > end) throw problem;
    }
  }
}

async function erase(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('button', { name: 'Erase…' }).click();
  await page.getByRole('button', { name: 'Erase it all' }).click();
  await flash(page, 'The collection was erased');
  await page.getByText('0 artists and 0 albums').waitFor();
}

async function choose(
  page: Page,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import…' }).click(),
  ]);
  await chooser.setFiles(file);
  const question = page.getByRole('dialog', { name: 'Replace the collection?' });
  await question.getByRole('button', { name: 'Replace it' }).click();
}

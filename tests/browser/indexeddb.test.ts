// A database in IndexedDB, with the engine in the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import * as notes from './support/notes.ts';

declare global {
  interface Window {
    giveRoom(): unknown;
  }
}

const { add, blankPage, count, newContext, origin } = notes;
notes.withNotes();

const storage = 'indexeddb:notes';
const openedPage = (context: BrowserContext): Promise<Page> =>
  notes.openedPage(context, 'inPage', { storage });
const tryToOpen = (page: Page, name: string): Promise<string> =>
  notes.openNotes(page, 'inPage', { storage: name });

test('what was acknowledged is there after the page was reloaded without being closed', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  for (let number = 1; number <= 5; number++) assert.equal(await add(page, 'note'), 'kept');
  assert.equal(
    await page.evaluate(async () => (await window.notes.storage.status()).kind),
    'indexeddb',
  );
  await page.close();
  assert.equal(await count(await openedPage(context)), 5);
});

test('writes that are sent together are all kept', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  const kept = await page.evaluate(() =>
    Promise.all(Array.from({ length: 50 }, (_, number) => window.notes.add(`note ${number}`))),
  );
  assert.ok(kept.every((outcome) => outcome === 'kept'));
  await page.close();
  assert.equal(await count(await openedPage(context)), 50);
});

test('a database with many pages comes back as it was', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  const text = 'abc'.repeat(100_000);
  for (let number = 1; number <= 10; number++) assert.equal(await add(page, text), 'kept');
  assert.equal(await page.evaluate(() => window.notes.empty()), 'success');
  assert.equal(await add(page, text), 'kept');
  await page.evaluate(() => window.notes.close());
  await page.close();
  const again = await openedPage(context);
  assert.equal(await count(again), 1);
});

test('with relaxed durability what was written is kept a moment later', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  await notes.openNotes(page, 'inPage', { storage, durability: 'relaxed' });
  assert.equal(await add(page, 'note'), 'kept');
  await page.evaluate(() => window.notes.close());
  await page.close();
  assert.equal(await count(await openedPage(context)), 1);
});

test('another page is refused until the first has closed it', async (t) => {
  const context = await newContext(t);
  const first = await openedPage(context);
  const second = await blankPage(context);
  assert.equal(await tryToOpen(second, 'indexeddb:notes'), 'storage_unavailable');
  await first.evaluate(() => window.notes.close());
  assert.equal(await tryToOpen(second, 'indexeddb:notes'), 'open');
});

test('without room a write is refused, and the database is as it was and goes on', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  const session = await context.newCDPSession(page);
  // The browser asks for what is left when a database is opened.
  await session.send('Storage.overrideQuotaForOrigin', { origin: origin(), quotaSize: 4_000_000 });
  assert.equal(await tryToOpen(page, storage), 'open');
  assert.equal(await add(page, 'before'), 'kept');
  const much = Array.from({ length: 4_000_000 }, (_, at) =>
    String.fromCharCode(33 + ((at * at) % 89)),
  );
  assert.equal(await add(page, much.join('')), 'storage_full');
  assert.equal(await count(page), 1);
  assert.equal(await add(page, 'after'), 'kept');
  await page.close();
  assert.equal(await count(await openedPage(context)), 2);
});

test('a storage that many writes have filled can be read, and goes on when there is room', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: origin(), quotaSize: 4_000_000 });
  assert.equal(await tryToOpen(page, storage), 'open');
  const text = Array.from({ length: 100_000 }, (_, at) =>
    String.fromCharCode(33 + ((at * at) % 89)),
  );
  let kept = 0;
  while ((await add(page, text.join(''))) === 'kept') kept++;
  assert.equal(await count(page), kept);
  await session.send('Storage.overrideQuotaForOrigin', { origin: origin() });
  assert.equal(await add(page, 'after'), 'kept');
  assert.equal(await count(page), kept + 1);
});

/** IndexedDB takes nothing more, until `giveRoom`. */
const takeRoom = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const usual = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction')!;
    const transaction = usual.value as IDBDatabase['transaction'];
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') throw new DOMException('', 'QuotaExceededError');
      return transaction.call(this, stores, mode, options);
    };
    window.giveRoom = () => Object.defineProperty(IDBDatabase.prototype, 'transaction', usual);
  });

test('a database that could not be opened again is when there is room', async (t) => {
  const page = await openedPage(await newContext(t));
  assert.equal(await add(page, 'before'), 'kept');
  await takeRoom(page);
  assert.equal(await add(page, 'refused'), 'storage_full');
  await page.evaluate(() => window.giveRoom());
  assert.equal(await count(page), 1);
  assert.equal(await add(page, 'after'), 'kept');
});

test('when the data of the site is cleared, the application learns that it is lost', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  assert.equal(await add(page, 'before'), 'kept');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: origin(), storageTypes: 'all' });
  assert.equal(await add(page, 'after'), 'storage_lost');
  assert.equal(await count(page), 'storage_lost');
});

test('a page has no files, and is told where it would', async (t) => {
  const page = await blankPage(await newContext(t));
  assert.equal(await tryToOpen(page, 'opfs:notes'), 'storage_unavailable');
  assert.equal(await tryToOpen(page, 'files:notes'), 'storage_unavailable');
});

test('where there are no files IndexedDB takes their place, and keeps it', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  await page.evaluate(() => {
    Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined });
  });
  assert.equal(await tryToOpen(page, 'opfs:notes'), 'open');
  assert.equal(await add(page, 'note'), 'kept');
  await page.close();
  // Here the browser has files.
  assert.equal(
    await count(await notes.openedPage(context, 'inWorker', { storage: 'opfs:notes' })),
    1,
  );
});

// A database in the browser's files, with the engine in a worker.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  add,
  count,
  newBrowser,
  newContext,
  openedPage,
  origin,
  withNotes,
} from './support/notes.ts';

withNotes();

const options = { storage: 'opfs:notes' };

test('what was acknowledged is there after the page was left without closing it', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context, 'inWorker', options);
  for (let number = 1; number <= 5; number++) assert.equal(await add(page, 'note'), 'kept');
  await page.close();
  assert.equal(await count(await openedPage(context, 'inWorker', options)), 5);
});

test('a database that was made with three files alone is opened', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context, 'inWorker', options);
  assert.equal(await add(page, 'note'), 'kept');
  await page.evaluate(async () => {
    await window.notes.close();
    const root = await navigator.storage.getDirectory();
    const tunez = await root.getDirectoryHandle('tunez');
    const folder = await tunez.getDirectoryHandle('notes');
    for (const name of ['manifest', 'reserve']) await folder.removeEntry(name);
  });
  await page.close();
  assert.equal(await count(await openedPage(context, 'inWorker', options)), 1);
});

for (const [where, make] of [
  ['on a disk', newBrowser],
  ['of a private window', newContext],
] as const)
  test(`when the data of the site is cleared, the application learns that it is lost: files ${where}`, async (t) => {
    const context = await make(t);
    const page = await openedPage(context, 'inWorker', options);
    assert.equal(await add(page, 'before'), 'kept');
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: origin(), storageTypes: 'all' });
    // A file that was removed can still be written on some systems, until somebody looks.
    await page.evaluate(async () => {
      while ((await window.notes.add('after')) !== 'storage_lost');
    });
    assert.equal(await count(page), 'storage_lost');
  });

// A database in IndexedDB, with the engine in the page: the package as it is built, and no app around it.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { launch } from './support/app.ts';
import { serveApp, type AppServer } from './support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'tunez-page-'));
cpSync(fileURLToPath(new URL('../../js/dist', import.meta.url)), folder, {
  recursive: true,
  filter: (path) => !/types$|\.map$/.test(path),
});
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title><h1>page</h1>');
// The notes of a person; `notes` opens them and is all that the tests know.
writeFileSync(
  join(folder, 'notes.js'),
  `import { domain, open, resource, t } from './index.js';
   const Note = resource('Note', {
     attributes: { id: t.uuid().primaryKey(), text: t.string({ trim: false }).public() },
     actions: { defaults: ['create', 'read', 'destroy'], defaultAccept: ['text'] },
   });
   const Notes = domain('Notes', { resources: { Note } });
   const memory = await open({ domains: [Notes], storage: ':memory:' });
   const { up, down } = await memory.request({ op: 'diff', from: {}, options: {} });
   const migrations = [{ version: '20260101000000', name: 'notes', up, down }];
   const reason = (error) => error.errors?.[0].code ?? String(error);
   window.notes = async (storage, options) => {
     const tunez = await open({ domains: [Notes], storage, migrations, ...options });
     return {
       tunez,
       add: (text) => tunez.create(Note, 'create', { text }).then(() => 'kept', reason),
       count: () => tunez.read(Note).then((all) => all.length, reason),
       empty: () => tunez.bulkDestroy(Note, {}, 'destroy').then(({ status }) => status, reason),
     };
   };
   window.reason = reason;`,
);

interface Notes {
  readonly tunez: {
    readonly storage: { status(): Promise<{ kind: string; lost: boolean }> };
    close(): Promise<void>;
  };
  add(text: string): Promise<string>;
  count(): Promise<number | string>;
  empty(): Promise<string>;
}
declare global {
  interface Window {
    notes(storage: string, options?: object): Promise<Notes>;
    reason(error: unknown): string;
    open_: Notes;
  }
}

let server: AppServer;
let browser: Browser;
before(async () => {
  server = await serveApp(folder);
  browser = await chromium.launch(launch);
});
after(async () => {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function newContext(t: TestContext): Promise<BrowserContext> {
  const context = await browser.newContext();
  t.after(() => context.close());
  return context;
}

async function blankPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(() => import('/notes.js' as string));
  return page;
}

/** A page with `storage` open. */
async function openedPage(context: BrowserContext, storage = 'indexeddb:notes'): Promise<Page> {
  const page = await blankPage(context);
  await page.evaluate(async (name) => void (window.open_ = await window.notes(name)), storage);
  return page;
}

const count = (page: Page) => page.evaluate(() => window.open_.count());
const add = (page: Page, text: string) => page.evaluate((words) => window.open_.add(words), text);
const tryToOpen = (page: Page, storage: string) =>
  page.evaluate((name) => window.notes(name).then(() => 'open', window.reason), storage);

test('what was acknowledged is there after the page was reloaded without being closed', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  for (let number = 1; number <= 5; number++) assert.equal(await add(page, 'note'), 'kept');
  assert.equal(
    await page.evaluate(async () => (await window.open_.tunez.storage.status()).kind),
    'indexeddb',
  );
  await page.close();
  assert.equal(await count(await openedPage(context)), 5);
});

test('writes that are sent together are all kept', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  const kept = await page.evaluate(() =>
    Promise.all(Array.from({ length: 50 }, (_, number) => window.open_.add(`note ${number}`))),
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
  assert.equal(await page.evaluate(() => window.open_.empty()), 'success');
  assert.equal(await add(page, text), 'kept');
  await page.evaluate(() => window.open_.tunez.close());
  await page.close();
  const again = await openedPage(context);
  assert.equal(await count(again), 1);
});

test('with relaxed durability what was written is kept a moment later', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  await page.evaluate(async () => {
    const notes = await window.notes('indexeddb:notes', { durability: 'relaxed' });
    await notes.add('note');
    await notes.tunez.close();
  });
  await page.close();
  assert.equal(await count(await openedPage(context)), 1);
});

test('another page is refused until the first has closed it', async (t) => {
  const context = await newContext(t);
  const first = await openedPage(context);
  const second = await blankPage(context);
  assert.equal(await tryToOpen(second, 'indexeddb:notes'), 'storage_unavailable');
  await first.evaluate(() => window.open_.tunez.close());
  assert.equal(await tryToOpen(second, 'indexeddb:notes'), 'open');
});

test('without room a write is refused, and the database is as it was and goes on', async (t) => {
  const context = await newContext(t);
  const page = await blankPage(context);
  const session = await context.newCDPSession(page);
  const { origin } = new URL(server.url);
  // The browser asks for what is left when a database is opened.
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 4_000_000 });
  await page.evaluate(async () => void (window.open_ = await window.notes('indexeddb:notes')));
  assert.equal(await add(page, 'before'), 'kept');
  const much = Array.from({ length: 4_000_000 }, (_, at) => String.fromCharCode(33 + ((at * at) % 89)));
  assert.equal(await add(page, much.join('')), 'storage_full');
  assert.equal(await count(page), 1);
  assert.equal(await add(page, 'after'), 'kept');
  await page.close();
  assert.equal(await count(await openedPage(context)), 2);
});

test('when the data of the site is cleared, the application learns that it is lost', async (t) => {
  const context = await newContext(t);
  const page = await openedPage(context);
  assert.equal(await add(page, 'before'), 'kept');
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'all' });
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
  await page.evaluate(async () => void (window.open_ = await window.notes('opfs:notes')));
  assert.equal(await add(page, 'note'), 'kept');
  await page.close();
  // Here the browser has files, and a page would be refused if it looked there.
  assert.equal(await count(await openedPage(context, 'opfs:notes')), 1);
});

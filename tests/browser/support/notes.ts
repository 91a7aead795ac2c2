// The package as it is built in a page without an app: notes, kept wherever a test says.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { TunezStorage } from 'tunez';
import { freshProfile, launch } from './app.ts';
import { serveApp, type AppServer } from './server.ts';

const definition = `
  import { domain, resource, t } from './index.js';
  export const Note = resource('Note', {
    attributes: { id: t.uuid().primaryKey(), text: t.string({ trim: false }).public() },
    actions: { defaults: ['create', 'read', 'destroy'], defaultAccept: ['text'] },
  });
  export const Notes = domain('Notes', { resources: { Note } });`;

const worker = `
  import { serve } from './worker.js';
  import { Notes } from './notes-domain.js';
  serve({ domains: [Notes] });`;

const page = `
  import { connect, open } from './index.js';
  import { Note, Notes } from './notes-domain.js';
  const domains = [Notes];
  const memory = await open({ domains, storage: ':memory:' });
  const { up, down } = await memory.request({ op: 'diff', from: {}, options: {} });
  const migrations = [{ version: '20260101000000', name: 'notes', up, down }];
  const reason = (error) => error.errors?.[0].code ?? String(error);
  const opened = {
    inPage: (options) => open({ domains, migrations, ...options }),
    inWorker: (options) =>
      connect(new Worker('./notes-worker.js', { type: 'module' }), { domains, migrations, ...options }),
  };
  window.openNotes = (where, options) =>
    opened[where](options).then((tunez) => {
      window.notes = {
        storage: tunez.storage,
        add: (text) => tunez.create(Note, 'create', { text }).then(() => 'kept', reason),
        count: () => tunez.read(Note).then((all) => all.length, reason),
        empty: () => tunez.bulkDestroy(Note, {}, 'destroy').then(({ status }) => status, reason),
        close: () => tunez.close(),
      };
      return 'open';
    }, reason);`;

interface Notes {
  readonly storage: TunezStorage;
  /** `kept`, or the code of the error. */
  add(text: string): Promise<string>;
  count(): Promise<number | string>;
  empty(): Promise<string>;
  close(): Promise<void>;
}
interface Options {
  readonly storage: string;
  readonly durability?: 'full' | 'relaxed';
}
declare global {
  interface Window {
    notes: Notes;
    openNotes(where: Where, options: Options): Promise<string>;
  }
}
export type Where = 'inPage' | 'inWorker';

let folder: string;
let server: AppServer;
let browser: Browser;

/** For each test file that uses what follows. */
export function withNotes(): void {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tunez-page-'));
    cpSync(fileURLToPath(new URL('../../../js/dist', import.meta.url)), folder, {
      recursive: true,
      filter: (path) => !/types$|\.map$/.test(path),
    });
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Notes</title>');
    writeFileSync(join(folder, 'notes-domain.js'), definition);
    writeFileSync(join(folder, 'notes-worker.js'), worker);
    writeFileSync(join(folder, 'notes-page.js'), page);
    server = await serveApp(folder);
    browser = await chromium.launch(launch);
  });
  after(async () => {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
}

/** A browser of its own, whose files are on a disk. */
export async function newBrowser(t: TestContext): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(await freshProfile(t), launch);
  t.after(() => context.close());
  return context;
}

/** A browser that knows nothing yet, with its files in memory. */
export async function newContext(t: TestContext): Promise<BrowserContext> {
  const context = await browser.newContext();
  t.after(() => context.close());
  return context;
}

/** A page that has opened nothing yet. */
export async function blankPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate((path) => import(path), '/notes-page.js');
  return page;
}

/** Resolves to `open`, or the code of the error. */
export function openNotes(page: Page, where: Where, options: Options): Promise<string> {
  return page.evaluate(([place, how]) => window.openNotes(place, how), [where, options] as const);
}

/** A page with `storage` open. */
export async function openedPage(
  context: BrowserContext,
  where: Where,
  options: Options,
): Promise<Page> {
  const page = await blankPage(context);
  const outcome = await openNotes(page, where, options);
  if (outcome !== 'open') throw new Error(`${options.storage}: ${outcome}`);
  return page;
}

export const add = (page: Page, text: string): Promise<string> =>
  page.evaluate((words) => window.notes.add(words), text);
export const count = (page: Page): Promise<number | string> =>
  page.evaluate(() => window.notes.count());

/** Of the place that the tests' pages come from. */
export const origin = (): string => new URL(server.url).origin;

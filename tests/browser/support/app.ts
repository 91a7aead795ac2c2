// A fresh browser profile with the app open in it.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { serveApp, type AppServer } from './server.ts';

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longer than anything takes on a slow machine; what is there is never waited for. */
export const patience = 60_000;

export interface AppOptions {
  /** Where to start; `/` if it is not said, nothing is opened for `null`. */
  path?: string | null;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** A profile that outlives the browser; a fresh one if it is not said. */
  profile?: string;
  /** A server of its own, for tests that stop it. */
  server?: AppServer;
  /** What the console may say in this test. */
  allow?: RegExp;
}

export interface App {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly url: string;
  readonly visit: (path: string, page?: Page) => Promise<void>;
  /** Ends the browser with all its processes. */
  readonly quit: () => Promise<void>;
}

let shared: Promise<AppServer> | undefined;
after(async () => (await shared)?.stop());

/** Starts a browser for one test, and fails the test if the app complains in the console. */
export async function openApp(t: TestContext, options: AppOptions = {}): Promise<App> {
  const server = options.server ?? (await (shared ??= serveApp()));
  const profile = options.profile ?? (await freshProfile(t));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: browserFlags,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colorScheme ?? 'dark',
  });
  context.setDefaultTimeout(patience);
  const complaints = listen(context, options.allow);
  const [page = await context.newPage()] = context.pages();

  let running = true;
  const quit = async () => {
    if (running) await context.close();
    running = false;
  };
  t.after(async () => {
    await quit();
    assert.deepEqual(complaints, [], 'the console stays empty');
  });

  const visit = async (path: string, where = page) => {
    await where.goto(server.url + path);
    await where.getByRole('heading', { level: 1 }).waitFor();
  };
  if (options.path !== null) await visit(options.path ?? '/');
  return { page, context, url: server.url, visit, quit };
}

export async function freshProfile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunez-browser-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

function listen(context: BrowserContext, allow?: RegExp): string[] {
  const complaints: string[] = [];
  const note = (text: string) => {
    if (!allow?.test(text)) complaints.push(text);
  };
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) note(message.text());
  });
  context.on('weberror', (error) => note(String(error.error())));
  return complaints;
}

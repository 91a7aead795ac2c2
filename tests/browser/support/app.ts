// The app, opened in a browser that knows nothing of it yet.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { chromiumFlags } from '../../faults/chromium_flags.mjs';
import { serveApp, type AppServer } from './server.ts';

/** Longer than anything takes on a slow machine; what is there is never waited for. */
export const patience = 60_000;

export interface AppOptions {
  /** Where to start; `/` if it is not said, nothing is opened for `null`. */
  path?: string | null;
  width?: number;
  height?: number;
  reducedMotion?: 'reduce';
  touch?: boolean;
  /**
   * A folder: the test gets a whole browser of its own, in which the app stores itself for times without
   * a network, and a later one finds what this one kept.
   */
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
  /** Ends the browser, where the test has its own; else all that the test opened in it. */
  readonly quit: () => Promise<void>;
}

let shared: { server: Promise<AppServer>; browser: Promise<Browser> } | undefined;
after(async () => {
  await (await shared?.browser)?.close();
  await (await shared?.server)?.stop();
});

export const launch = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: chromiumFlags,
};

// Most tests look at pages only. They share a Chromium without the windows around its pages, where there is
// one, that does not compile the engine a second time for a speed that no test lasts long enough to see: both
// together are a third of what a test costs.
const shell = '/usr/bin/chromium-headless-shell';
const launchShared = {
  executablePath: process.env['CHROMIUM'] ?? (existsSync(shell) ? shell : launch.executablePath),
  args: [...chromiumFlags, '--js-flags=--liftoff-only'],
};
const start = () => ({ server: serveApp(), browser: chromium.launch(launchShared) });

/** Opens the app for one test, and fails the test if the app complains in the console. */
export async function openApp(t: TestContext, options: AppOptions = {}): Promise<App> {
  const { server: usual, browser } = (shared ??= start());
  const server = options.server ?? (await usual);
  const look = {
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: 'dark' as const,
    reducedMotion: options.reducedMotion ?? ('no-preference' as const),
    hasTouch: options.touch ?? false,
  };
  const context = options.profile
    ? await chromium.launchPersistentContext(options.profile, { ...launch, ...look })
    : await contextWithoutStoredApp(await browser, look);
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

// The app would store itself, all sixty files of it, beside each of the tests.
async function contextWithoutStoredApp(
  browser: Browser,
  look: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext(look);
  await context.addInitScript('delete Navigator.prototype.serviceWorker');
  return context;
}

export async function freshProfile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tunez-browser-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * What a browser says about a picture that is opened by itself: the styles of its own view are refused by
 * the policy of the site, and it asks for the icon of old.
 */
export const pictureComplaints = /Applying inline style violates|status of 404/;

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

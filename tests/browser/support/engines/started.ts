// Browsers that are not the reference, started for one test.
import type { TestContext } from 'node:test';
import { freshProfile } from '../app.ts';
import type { Browser, Engine, Tab } from './engine.ts';

export async function started(t: TestContext, engine: Engine, profile?: string): Promise<Browser> {
  const browser = await engine.start(profile ?? (await freshProfile(t)));
  t.after(() => browser.quit());
  return browser;
}

export async function opened(browser: Browser, url: string, name: string): Promise<Tab> {
  const tab = await browser.open(url);
  await until(tab, `globalThis.${name}`);
  return tab;
}

export async function until(tab: Tab, expression: string): Promise<void> {
  for (const end = Date.now() + 60_000; !(await tab.evaluate(`Boolean(${expression})`));)
    if (Date.now() > end) throw new Error(`it was not in time that ${expression}`);
}

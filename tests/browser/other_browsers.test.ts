// Firefox and WebKit: what was acknowledged is there. Chromium, the reference, has tests of its own. What a
// browser cannot do is found by trying, and told with the test that it skips.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshProfile } from './support/app.ts';
import { engines } from './support/engines/all.ts';
import type { Tab } from './support/engines/engine.ts';
import { opened, started, until } from './support/engines/started.ts';
import { type SuitesSite, serveSuites } from './support/engines/suites_site.ts';

let site: SuitesSite;
before(async () => {
  site = await serveSuites();
});
after(() => site.close());

for (const { engine, name, skip } of engines) {
  for (const storage of ['opfs:site', 'indexeddb:site']) {
    const [kind] = storage.split(':');

    test(`${name} keeps in ${kind} what was acknowledged`, { skip }, async (t) => {
      const profile = await freshProfile(t);
      let browser = await started(t, engine, profile);
      const tab = await opened(browser, site.url, 'site');
      await open(tab, storage);
      const lacks = await whatIsLacking(tab, kind!);
      if (lacks !== null) {
        t.skip(lacks);
        return;
      }
      const written = await write(tab, 20);

      await t.test('when the page is loaded again', async () => {
        await tab.reload();
        await until(tab, 'globalThis.site');
        await open(tab, storage);
        assert.deepEqual(await keys(tab), written);
      });

      await t.test('for other tabs, and when the first is closed', async () => {
        const second = await opened(browser, site.url, 'site');
        await open(second, storage);
        assert.deepEqual(await keys(second), written);
        written.push(...(await write(second, 5)));
        written.push(...(await write(tab, 5)));
        assert.deepEqual(await keys(second), written.sort());
        await tab.close();
        written.push(...(await write(second, 5)));
        assert.deepEqual(await keys(second), written.sort());
      });

      await t.test('in a file that is exported, and imported again', async () => {
        const third = await opened(browser, site.url, 'site');
        await open(third, storage);
        await third.evaluate(`site.tunez.storage.export().then((file) => void (site.file = file))`);
        await write(third, 3);
        await third.evaluate('site.tunez.storage.import(site.file).then(() => undefined)');
        assert.deepEqual(await keys(third), written.sort());
      });

      await t.test('when the browser is started again', async () => {
        await browser.quit();
        browser = await started(t, engine, profile);
        const again = await opened(browser, site.url, 'site');
        await open(again, storage);
        assert.deepEqual(await keys(again), written.sort());
        assert.equal(await again.evaluate('site.tunez.status.state'), 'ready');
      });
    });
  }
}

const open = (tab: Tab, storage: string): Promise<unknown> =>
  tab.evaluate(`site.open({ storage: '${storage}' }).then(() => undefined)`);

/** Why a database is not where it was to be, or `null` where it is. */
async function whatIsLacking(tab: Tab, kind: string): Promise<string | null> {
  const found = await tab.evaluate('site.tunez.storage.status().then(({ kind }) => kind)');
  if (found === kind) return null;
  const hasFiles = await tab.evaluate(`typeof navigator.storage?.getDirectory === 'function'`);
  const reason = hasFiles
    ? 'its workers have no handles of files'
    : 'it has no navigator.storage.getDirectory';
  return `${reason}: the database is in ${String(found)}`;
}

async function write(tab: Tab, count: number): Promise<string[]> {
  const id = crypto.randomUUID();
  const writes = `Array.from({ length: ${count} }, () => site.write('${id}'))`;
  return ((await tab.evaluate(`Promise.all(${writes})`)) as string[]).sort();
}

const keys = async (tab: Tab): Promise<string[]> =>
  ((await tab.evaluate('site.keys()')) as string[]).sort();

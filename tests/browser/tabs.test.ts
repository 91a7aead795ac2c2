// Tabs of one browser that share a database: take-over, whatever ends the tab that has it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { startTabs, type Tab } from './support/site.ts';

test('a second tab sees what the first wrote, and writes itself', async (t) => {
  const { open } = await startTabs(t);
  const first = await open();
  await first.write('a');
  const second = await open();
  assert.deepEqual(await second.status(), { state: 'ready', role: 'follower' });
  await second.write('b');
  assert.deepEqual((await first.keys()).sort(), ['a-0', 'b-0']);
  assert.deepEqual((await second.keys()).sort(), ['a-0', 'b-0']);
});

const endings: Readonly<Record<string, (owner: Tab, url: string) => unknown>> = {
  'is closed': ({ page }) => page.close(),
  'closes the database': ({ page }) => page.evaluate('site.tunez.close()'),
  crashes: ({ page }) => {
    page.crash();
  },
  'goes elsewhere': ({ page }, url) => page.send('Page.navigate', { url: `${url}elsewhere.html` }),
  'is frozen': ({ page }) => page.freeze(),
  'goes elsewhere while its worker is busy': async ({ page }, url) => {
    await page.evaluate('site.worker.postMessage({ busy: 20_000 })');
    await page.send('Page.navigate', { url: `${url}elsewhere.html` });
  },
  'is frozen while its worker is busy': async ({ page }) => {
    await page.evaluate('site.worker.postMessage({ busy: 20_000 })');
    await page.freeze();
  },
  'loses its worker': ({ page }) => page.evaluate('site.worker.terminate()'),
  'loses its worker while that is busy': async ({ page }) => {
    await page.evaluate('site.worker.postMessage({ busy: 1000 })');
    await page.evaluate('site.worker.terminate()');
  },
};

for (const [name, ending] of Object.entries(endings))
  test(`when the owner ${name} the next tab takes over, and nothing is lost or done twice`, async (t) => {
    const { url, open } = await startTabs(t);
    const owner = await open();
    const next = await open();
    const third = await open();
    await owner.write('first');
    await third.send('third', 40);
    await next.send('next', 40);
    const at = Date.now();
    await ending(owner, url);
    await next.until('ready', 'owner');
    t.diagnostic(`taken over after ${Date.now() - at} ms`);
    await third.until('ready', 'follower');
    await third.send('late', 5);
    const told = [...(await next.acknowledged()), ...(await third.acknowledged())];
    // One that was carried out, and whose answer had not been kept when its owner ended.
    const codes = [...(await next.codes()), ...(await third.codes())];
    assert.ok(codes.length <= 2 && codes.every((code) => code === 'answer_lost'), codes.join());
    assert.equal(told.length + codes.length, 85);
    const keys = await third.keys();
    assert.equal(new Set(keys).size, keys.length, 'nothing is there twice');
    assert.deepEqual(
      told.filter((key) => !keys.includes(key)),
      [],
      'what was acknowledged is there',
    );
  });

const endingsAlone: Readonly<Record<string, string>> = {
  'is terminated': 'site.worker.terminate()',
  'ends by itself': 'site.worker.postMessage({ end: true })',
  fails: 'site.worker.postMessage({ fail: true })',
};

for (const [name, ending] of Object.entries(endingsAlone)) {
  test(`when the worker of the only page ${name}, another answers what was asked, and nothing is done twice`, async (t) => {
    const { open } = await startTabs(t);
    const only = await open();
    await only.write('first');
    await only.send('sent', 40);
    await only.page.evaluate(ending);
    await checkAnswers(only, 41);
    assert.equal(await only.page.evaluate('site.workers'), 2);
    await only.until('ready', 'owner');
    await only.write('late');
    const keys = await only.keys();
    assert.deepEqual([keys.length, new Set(keys).size], [42, 42]);
  });

  test(`when the worker of a page that asks another ${name}, the owner answers the next one, and does nothing twice`, async (t) => {
    const { open } = await startTabs(t);
    const owner = await open();
    const follower = await open();
    await follower.send('sent', 40);
    await follower.page.evaluate(ending);
    await checkAnswers(follower, 40);
    await follower.until('ready', 'follower');
    const keys = await owner.keys();
    assert.deepEqual([keys.length, new Set(keys).size], [40, 40]);
  });
}

// `next` is done to the worker that is started when the first has ended, as soon as there is one.
const endingsInARow: Readonly<Record<string, string>> = {
  'ends before it has its lock': 'site.worker.postMessage({ end: true })',
  'is terminated before it has begun': 'site.worker.terminate()',
};

for (const [name, next] of Object.entries(endingsInARow))
  test(`when also the worker that was started again ${name}, a third one answers what was asked`, async (t) => {
    const { open } = await startTabs(t);
    const only = await open();
    await only.write('first');
    await only.page.evaluate(`{
      const looking = setInterval(() => {
        if (site.workers < 2) return;
        clearInterval(looking);
        ${next};
      });
      site.worker.terminate();
    }`);
    await only.until('taking_over');
    await only.until('ready', 'owner');
    assert.equal(await only.page.evaluate('site.workers'), 3);
    await only.write('late');
    assert.equal((await only.keys()).length, 2);
  });

// All are acknowledged, but for one that had been carried out and whose answer had not been kept.
async function checkAnswers(tab: Tab, count: number): Promise<void> {
  const told = await tab.acknowledged();
  const codes = await tab.codes();
  assert.ok(codes.length <= 1 && codes.every((code) => code === 'answer_lost'), codes.join());
  assert.equal(told.length + codes.length, count);
}

test('a page that cannot start its worker again learns that it was terminated, and is refused', async (t) => {
  const { open } = await startTabs(t);
  const only = await open({ alone: true });
  await only.write('first');
  await only.page.evaluate('site.worker.terminate()');
  assert.equal(await only.codeOf("site.write('late')"), 'worker_failed');
  await only.until('storage_lost');
});

test('a page that comes back from the back/forward cache goes on with another worker', async (t) => {
  const { url, open } = await startTabs(t);
  const only = await open();
  await only.write('first');
  await only.page.evaluate(
    "addEventListener('pageshow', ({ persisted }) => (site.wasPutAside = persisted))",
  );
  await only.page.send('Page.navigate', { url: `${url}elsewhere.html` });
  await only.page.until("location.pathname.endsWith('elsewhere.html')");
  await only.page.evaluate('history.back()');
  await only.page.until('globalThis.site?.wasPutAside');
  await only.until('ready', 'owner');
  await only.write('late');
  assert.equal(await only.page.evaluate('site.workers'), 2);
  assert.equal((await only.keys()).length, 2);
});

test('a tab that was frozen asks the new owner when it goes on', async (t) => {
  const { open } = await startTabs(t);
  const first = await open();
  const second = await open();
  await first.page.freeze();
  await second.until('ready', 'owner');
  await second.write('b');
  await first.page.thaw();
  await first.until('ready', 'follower');
  assert.deepEqual(await first.keys(), ['b-0']);
});

test('a frozen tab does not stand between the others and the database', async (t) => {
  const { open } = await startTabs(t);
  const first = await open();
  const second = await open();
  const third = await open();
  await second.page.freeze();
  await first.page.close();
  await third.until('ready', 'owner');
  await third.write('c');
  await second.page.thaw();
  await second.until('ready', 'follower');
});

test('a tab of a newer build takes over, and the older one is refused until it is loaded again', async (t) => {
  const { open, visit } = await startTabs(t);
  const older = await open();
  await older.write('a');
  const newer = await open({ build: 2 });
  assert.deepEqual(await newer.status(), { state: 'ready', role: 'owner' });
  assert.deepEqual(await newer.keys(), ['a-0']);
  await older.until('newer_version');
  assert.equal(await older.codeOf("site.write('b')"), 'newer_version_open');
  const another = await visit();
  assert.equal(await another.codeOf('site.open()'), 'newer_version_open');

  await newer.page.close();
  assert.equal(await older.codeOf("site.write('b')"), 'newer_version_open');
  const last = await visit();
  await untilFree(t, last);
  assert.equal(await last.codeOf('site.open()'), 'schema_too_new');
  assert.deepEqual(await last.open({ build: 2 }), { state: 'ready', role: 'owner' });
  assert.deepEqual(await last.keys(), ['a-0']);
});

// The older tabs gave the database up, so that nobody waits for the lock of one that is gone.
async function untilFree(_: TestContext, { page }: Tab): Promise<void> {
  await page.until(
    "navigator.locks.query().then(({ held }) => held.every(({ name }) => name !== 'tunez:opfs:site'))",
  );
}

test('a hundred writes at once are acknowledged much faster than one after the other', async (t) => {
  const { open } = await startTabs(t);
  const { page } = await open();
  const { one, many } = (await page.evaluate(`(async () => {
    const time = async (work) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    const best = async (work) => Math.min(await time(work), await time(work), await time(work));
    const all = Array.from({ length: 100 });
    return {
      one: await best(async () => { for (const _ of all) await site.write('one'); }),
      many: await best(() => Promise.all(all.map(() => site.write('many')))),
    };
  })()`)) as { one: number; many: number };
  t.diagnostic(`100 writes: ${one.toFixed(0)} ms one by one, ${many.toFixed(0)} ms at once`);
  assert.ok(many < one / 2);
});

test('a page that was closed in order has given the database free', async (t) => {
  const { open } = await startTabs(t);
  const first = await open();
  await first.write('a');
  await first.page.evaluate('site.tunez.close()');
  assert.deepEqual(await first.status(), { state: 'closed', role: 'owner' });
  const second = await open();
  assert.equal((await second.status()).role, 'owner');
  assert.deepEqual(await second.keys(), ['a-0']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import { album, cards, heading, loadSample, openSampleArtist } from './support/music.ts';

test('nothing is asked of any other server', async (t) => {
  const { page, context, url, visit } = await openApp(t, { path: null });
  const elsewhere: string[] = [];
  context.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`)) elsewhere.push(request.url());
  });
  await visit('/');
  await loadSample(page);
  await cards(page).first().click();
  await heading(page, 'Albums', 2).waitFor();
  await visit('/settings');
  assert.deepEqual(elsewhere, []);
});

test('the app runs under a strict policy, and keeps to it', async (t) => {
  const { page, context, visit } = await openApp(t, { path: null });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  const answer = page.waitForResponse((response) => response.url().endsWith('/'));
  await visit('/');
  const policy = (await answer).headers()['content-security-policy'] ?? '';
  for (const directive of [
    `default-src 'self'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `worker-src 'self'`,
    `style-src 'self'`,
  ])
    assert.ok(policy.includes(directive), directive);
  await loadSample(page);
  await cards(page).first().click();
  await page.getByRole('link', { name: 'New Album' }).click();
  await heading(page, 'New Album').waitFor();
});

test('who wants less motion gets none that lasts', async (t) => {
  const { page } = await openApp(t, { reducedMotion: 'reduce' });
  await loadSample(page);
  await cards(page).first().hover();
  const longest = await page.evaluate(() => {
    const times = [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return `${transitionDuration}, ${animationDuration}`.split(', ').map(Number.parseFloat);
    });
    return Math.max(...times);
  });
  assert.ok(longest <= 0.001, `something moves for ${longest} s`);
});

test('pictures keep their place while they load, and covers say nothing twice', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  for (const image of await page.locator('img').all()) {
    await becomes(() => image.getAttribute('alt'), '');
    assert.ok(Number(await image.getAttribute('width')) > 0);
    assert.ok(Number(await image.getAttribute('height')) > 0);
  }
  await becomes(() => page.locator('svg:not([aria-hidden="true"])').count(), 0);
});

test('each page has a language, a title of its own and a description', async (t) => {
  const { page, visit } = await openApp(t);
  await becomes(() => page.locator('html').getAttribute('lang'), 'en');
  assert.ok(await page.locator('meta[name="description"]').getAttribute('content'));
  const titles = new Set<string>();
  for (const path of ['/', '/artists/new', '/settings', '/nowhere']) {
    await visit(path);
    titles.add(await page.title());
  }
  assert.equal(titles.size, 4);
});

test('nothing jumps while the screens fill', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  await openSampleArtist(page, 'Static Orchard');
  await album(page, 'Graft').waitFor();
  const jumps = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            value: number;
            hadRecentInput: boolean;
          })[])
            if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 200);
      }),
  );
  assert.ok(jumps < 0.05, `the layout moved by ${jumps}`);
});

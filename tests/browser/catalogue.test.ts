import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import {
  addAlbum,
  addArtist,
  becomePerson,
  cards,
  follow,
  heading,
  loadSample,
  names,
  save,
  search,
  sortBy,
} from './support/music.ts';

const toArtists = (page: Page) =>
  page.getByRole('navigation').getByRole('link', { name: 'Artists' }).click();

test('the search finds parts of names, whatever the case', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  await search(page).pressSequentially('OrCh');
  await becomes(() => names(page, 1), ['Static Orchard']);
  await page.getByText('1 artist with “OrCh” in the name').waitFor();
  await page.waitForURL('**/?q=OrCh');

  await search(page).fill('');
  await page.getByText('14 artists in the collection').waitFor();
  await page.waitForURL('**/');
});

test('letters that mean something to a database or an address are searched for as they are', async (t) => {
  const { page } = await openApp(t);
  for (const name of ['100% Wool', 'Under_Score', "O'Malley & Sons", 'Plain'])
    await addArtist(page, name);
  await toArtists(page);
  for (const [text, name] of [
    ['%', '100% Wool'],
    ['r_s', 'Under_Score'],
    ["o'm", "O'Malley & Sons"],
    ['y & s', "O'Malley & Sons"],
  ] as const) {
    await search(page).fill(text);
    await becomes(() => names(page, 1), [name]);
  }
});

test('a search that finds nothing says so, and leads back to all', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Somebody');
  await visit('/?q=nobody&sort=name');
  await heading(page, 'No artist by that name', 2).waitFor();
  await becomes(() => search(page).inputValue(), 'nobody');
  await page.getByRole('link', { name: 'Show all artists' }).click();
  await cards(page).waitFor();
  await becomes(() => search(page).inputValue(), '');
  assert.equal(new URL(page.url()).search, '?sort=name');
});

test('what is typed in one go is one step of the history, also where the screen comes late', async (t) => {
  const { page, context } = await openApp(t);
  await loadSample(page);
  const steps = () => page.evaluate(() => history.length);
  const before = await steps();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await search(page).pressSequentially('telegr', { delay: 40 });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await becomes(() => names(page, 1), ['Moth Telegraph']);
  assert.equal((await steps()) - before, 1);
});

test('back and forward bring searches back, each as one step', async (t) => {
  const { page } = await openApp(t);
  await loadSample(page);
  await search(page).pressSequentially('telegr');
  await becomes(() => names(page, 1), ['Moth Telegraph']);
  await page.waitForURL('**/?q=telegr');
  await cards(page).click();
  await heading(page, 'Moth Telegraph').waitFor();

  await page.goBack();
  await page.getByText('1 artist with “telegr” in the name').waitFor();
  await becomes(() => search(page).inputValue(), 'telegr');
  await page.goBack();
  await page.getByText('14 artists in the collection').waitFor();
  await becomes(() => search(page).inputValue(), '');
  await page.goForward();
  await page.getByText('1 artist with “telegr” in the name').waitFor();
  await becomes(() => search(page).inputValue(), 'telegr');
});

test('twelve artists are on a page, and Previous and Next lead through the pages', async (t) => {
  const { page, visit } = await openApp(t);
  await loadSample(page);
  const previous = page.locator('[data-role="previous-page"]');
  const next = page.locator('[data-role="next-page"]');
  const first = await names(page, 12);
  await becomes(() => previous.getAttribute('aria-disabled'), 'true');

  await next.click();
  await page.getByText('Page 2 of 2').waitFor();
  const second = await names(page, 2);
  assert.equal(new Set([...first, ...second]).size, 14);
  await page.waitForURL('**/?page=2');
  await becomes(() => next.getAttribute('aria-disabled'), 'true');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');

  await page.reload();
  await becomes(() => names(page, 2), second);
  await previous.click();
  await becomes(() => names(page, 12), first);
  await page.waitForURL('**/');

  await visit('/?page=99');
  await page.waitForURL('**/?page=2');
  await becomes(() => names(page, 2), second);
  for (const nonsense of ['-1', '0', 'two', '1.5']) {
    await visit(`/?page=${nonsense}`);
    await becomes(() => names(page, 12), first);
  }
});

test('searching keeps the order, sorting keeps the search, and both begin at the first page', async (t) => {
  const { page, visit } = await openApp(t);
  await loadSample(page);
  await visit('/?sort=name&page=2');
  await search(page).fill('e');
  await page.waitForURL('**/?q=e&sort=name');
  await sortBy(page, 'Number of albums');
  await page.waitForURL('**/?q=e&sort=-albumCount');
  await sortBy(page, 'Recently updated');
  await page.waitForURL('**/?q=e');
});

// Both before the app has shown what the first of them leads to.
test('a search and an order that are chosen at once are both kept, whichever is first', async (t) => {
  const { page, visit } = await openApp(t);
  await loadSample(page);
  const choose = (roles: string[]) =>
    page.evaluate((controls) => {
      const values: Record<string, string> = { 'artist-search': 'e', 'artist-sort': '-albumCount' };
      for (const role of controls) {
        const control = document.querySelector<HTMLInputElement | HTMLSelectElement>(
          `[data-role="${role}"]`,
        )!;
        // As the browser sets it, which React does not notice before the event.
        Reflect.set(Object.getPrototypeOf(control) as object, 'value', values[role], control);
        control.dispatchEvent(new Event('input', { bubbles: true }));
        control.dispatchEvent(new Event('change', { bubbles: true }));
      }
    }, roles);
  for (const roles of [
    ['artist-search', 'artist-sort'],
    ['artist-sort', 'artist-search'],
  ]) {
    await choose(roles);
    await page.waitForURL('**/?q=e&sort=-albumCount');
    await becomes(() => search(page).inputValue(), 'e');
    await visit('/');
    await cards(page).first().waitFor();
  }
});

test('there are seven orders', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Cedar');
  await addAlbum(page, 'Early', 1970);
  await addAlbum(page, 'Late', 1980);
  await addArtist(page, 'Alder');
  await addAlbum(page, 'Only', 2010);
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await becomePerson(page, 'Edda, editor');
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await page.getByText('2 followers').waitFor();
  await addArtist(page, 'Birch');
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await addArtist(page, 'Dogwood');
  await becomePerson(page, 'Ada, admin');
  await page.getByRole('button', { name: 'Follow', exact: true }).click();
  await page.getByText('1 follower').waitFor();
  await page.getByRole('link', { name: 'All artists', exact: true }).click();
  await cards(page).filter({ hasText: 'Cedar' }).click();
  await page.getByRole('link', { name: 'Edit Artist' }).click();
  await page.getByLabel('Biography').fill('Changed last');
  await save(page);
  await page.getByText('Changed last').waitFor();
  await page.getByRole('link', { name: 'All artists', exact: true }).click();

  for (const [label, sort, expected] of [
    ['Recently added', '-insertedAt', 'Dogwood Birch Alder Cedar'],
    ['Name', 'name', 'Alder Birch Cedar Dogwood'],
    ['Number of albums', '-albumCount', 'Cedar Alder Birch Dogwood'],
    ['Latest album release', '--latestAlbumYearReleased', 'Alder Cedar Birch Dogwood'],
    ['Popularity', '-followerCount', 'Alder Birch Dogwood Cedar'],
    ['Followed artists first', '-followedByMe', 'Dogwood Alder Birch Cedar'],
    ['Recently updated', null, 'Cedar Dogwood Birch Alder'],
  ] as const) {
    await sortBy(page, label);
    await page.waitForURL((url) => url.searchParams.get('sort') === sort);
    assert.equal((await names(page, 4)).join(' '), expected, label);
    await page.reload();
    assert.equal((await names(page, 4)).join(' '), expected, `${label}, after a reload`);
  }
  await visit('/?sort=nonsense');
  assert.equal((await names(page, 4)).join(' '), 'Cedar Dogwood Birch Alder');
});

test('a card shows the newest cover there is, how many albums, the latest year and the followers', async (t) => {
  const { page, visit } = await openApp(t);
  await addArtist(page, 'Cedar');
  await addAlbum(page, 'Old Cover', 1970, '/images/covers/felt.png');
  await addAlbum(page, 'Newer Cover', 1980, '/images/covers/graft.png');
  await addAlbum(page, 'No Cover', 1990);
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await visit('/');
  const card = cards(page);
  await becomes(() => card.locator('img').getAttribute('src'), '/images/covers/graft.png');
  await card.getByText('3 albums').waitFor();
  await card.getByText('latest 1990').waitFor();
  await card.locator('[data-role="follower-count"]').getByText('1 follower').waitFor();
  await becomes(() => card.locator('[data-role="followed"]').count(), 1);
});

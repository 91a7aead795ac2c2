import { test } from 'node:test';
import { becomes } from './support/becomes.ts';
import { openApp } from './support/app.ts';
import { addArtist, becomePerson, cards, flash, follow, heading } from './support/music.ts';

test('the star follows an artist and stops following, and the count goes along', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Starred');
  const count = page.locator('[data-role="follower-count"]');
  await count.getByText('No followers yet').waitFor();
  await becomes(() => follow(page).getAttribute('aria-pressed'), 'false');

  await follow(page).click();
  await count.getByText('1 follower').waitFor();
  await becomes(() => follow(page).getAttribute('aria-pressed'), 'true');
  await page.reload();
  await count.getByText('1 follower').waitFor();
  await becomes(() => follow(page).getAttribute('aria-pressed'), 'true');

  await follow(page).press('Enter');
  await count.getByText('No followers yet').waitFor();
  await becomes(() => follow(page).getAttribute('aria-pressed'), 'false');
});

test('each person has followed artists of their own', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Shared');
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await becomePerson(page, 'Edda, editor');
  await page.locator('[data-role="follow-toggle"][aria-pressed="false"]').waitFor();
  await page.getByText('1 follower').waitFor();
  await follow(page).click();
  await page.getByText('2 followers').waitFor();

  await page.reload();
  await heading(page, 'Shared').waitFor();
  await page.locator('.who-name').getByText('Edda').waitFor();
  await becomes(() => follow(page).getAttribute('aria-pressed'), 'true');
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await becomePerson(page, 'Noor, listener');
  await page.locator('[data-role="follow-toggle"][aria-pressed="true"]').waitFor();
});

test('nobody follows nothing, and is told how to', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Shared');
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await becomePerson(page, 'Nobody');
  await page.locator('[data-role="follow-toggle"][aria-pressed="false"]').waitFor();
  await follow(page).click();
  await flash(page, 'Choose who you are first');
  await page.getByText('1 follower').waitFor();
  await page.getByRole('link', { name: 'All artists', exact: true }).click();
  await cards(page).getByText('1 follower').waitFor();
  await becomes(() => page.locator('[data-role="followed"]').count(), 0);
});

test('a deleted artist takes its followers along', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Short Lived');
  await follow(page).click();
  await page.getByText('1 follower').waitFor();
  await page.getByRole('button', { name: 'Delete Artist' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete Artist' }).click();
  await flash(page, 'Artist deleted successfully');
  await addArtist(page, 'Short Lived');
  await page.getByText('No followers yet').waitFor();
});

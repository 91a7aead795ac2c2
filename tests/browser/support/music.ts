// What a person does with the app, in one line each.
import type { Locator, Page } from 'playwright-core';

export const save = (page: Page) => page.getByRole('button', { name: /^Save/ }).click();

export const flash = (page: Page, text: string): Promise<void> =>
  page.locator('[data-role="flash"]').filter({ hasText: text }).waitFor();

export const heading = (page: Page, name: string, level = 1): Locator =>
  page.getByRole('heading', { name, level, exact: true });

export const fieldError = (page: Page, field: string, text?: string): Locator => {
  const errors = page.locator(`[data-role="field-error"][data-field="${field}"]`);
  return text === undefined ? errors : errors.filter({ hasText: text });
};

export const cards = (page: Page): Locator => page.locator('[data-role="artist-card"]');

/** The names on the page, in their order, once there are as many as expected. */
export async function names(page: Page, count: number): Promise<string[]> {
  const found = page.locator('[data-role="artist-name"]');
  await found.nth(count - 1).waitFor();
  await found.nth(count).waitFor({ state: 'detached' });
  return found.allInnerTexts();
}

export async function sortBy(page: Page, label: string): Promise<void> {
  await page.locator('[data-role="artist-sort"]').selectOption({ label });
}

export const search = (page: Page): Locator => page.locator('[data-role="artist-search"]');

export const follow = (page: Page): Locator => page.locator('[data-role="follow-toggle"]');

export async function becomePerson(page: Page, label: string): Promise<void> {
  await page.locator('[data-role="who-am-i"]').selectOption({ label });
}

export const albums = (page: Page): Locator => page.locator('[data-role="album"]');

export const album = (page: Page, name: string): Locator => albums(page).filter({ hasText: name });

/** From any screen with the app's header; ends on the artist's page. */
export async function addArtist(page: Page, name: string, biography = ''): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Artists' }).click();
  await page.getByRole('link', { name: 'New Artist' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Biography').fill(biography);
  await save(page);
  await heading(page, name).waitFor();
}

/** From the artist's page, and back to it. */
export async function addAlbum(page: Page, name: string, year: number, cover = ''): Promise<void> {
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Year released').fill(String(year));
  await page.getByLabel('Cover image URL').fill(cover);
  await save(page);
  await album(page, name).waitFor();
}

export async function loadSample(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Load the sample catalogue' }).click();
  await flash(page, 'Added');
}

/**
 * From the list to an artist of the sample catalogue. By its name: the catalogue is made within the same millisecond,
 * so that which twelve of its fourteen artists come first is not certain.
 */
export async function openSampleArtist(page: Page, name: string): Promise<void> {
  await page.goto(new URL(`/?${new URLSearchParams({ q: name }).toString()}`, page.url()).href);
  await cards(page).filter({ hasText: name }).click();
  await heading(page, name).waitFor();
}

/** The number in "14 artists and 47 albums" on the settings screen. */
export const collection = (page: Page): Locator =>
  page.locator('[data-role="storage-status"]').getByText(/artists? and .* albums?/);

import { test, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { becomes } from './support/becomes.ts';
import { openApp, type AppOptions } from './support/app.ts';
import { addAlbum, addArtist, album, fieldError, flash, heading, save } from './support/music.ts';

const rows = (page: Page) => page.locator('[data-role="track-row"]');
const nameOf = (page: Page, row: number) => page.locator(`[name="tracks.${row}.name"]`);
const durationOf = (page: Page, row: number) => page.locator(`[name="tracks.${row}.duration"]`);

async function addTrack(page: Page, name: string, duration: string): Promise<void> {
  const row = await rows(page).count();
  await page.getByRole('button', { name: 'Add Track' }).click();
  await nameOf(page, row).fill(name);
  await durationOf(page, row).fill(duration);
}

async function namesInForm(page: Page): Promise<string> {
  const inputs = page.locator('[data-role="track-row"] input[name$=".name"]');
  const names = await inputs.evaluateAll((all) =>
    all.map((one) => (one as HTMLInputElement).value),
  );
  return names.join(' ');
}

async function tracksShown(page: Page, name: string): Promise<string[]> {
  const tracks = album(page, name).locator('[data-role="track"]');
  await tracks.first().waitFor();
  return (await tracks.allInnerTexts()).map((text) => text.split('\n').join(' '));
}

/** On the form of an album that has been saved with these tracks. */
async function openAlbum(t: TestContext, tracks: readonly string[], options: AppOptions = {}) {
  const app = await openApp(t, options);
  const { page } = app;
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Record');
  await page.getByLabel('Year released').fill('2001');
  for (const name of tracks) await addTrack(page, name, '1:00');
  await save(page);
  await flash(page, 'Album saved successfully');
  await album(page, 'Record').getByRole('link', { name: /^Edit/ }).click();
  await heading(page, 'Edit Album').waitFor();
  await rows(page)
    .nth(tracks.length - 1)
    .waitFor();
  return app;
}

test('an album is made together with its tracks', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Record');
  await page.getByLabel('Year released').fill('2001');
  await addTrack(page, 'Opening', '3:05');
  await addTrack(page, 'Closing', '61:40');
  await save(page);
  await flash(page, 'Album saved successfully');
  await becomes(() => tracksShown(page, 'Record'), ['1 Opening 3:05', '2 Closing 61:40']);
  await album(page, 'Record').locator('[data-role="album-duration"]').getByText('64:45').waitFor();
});

test('a new track has the focus in its name', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByRole('button', { name: 'Add Track' }).click();
  await rows(page).waitFor();
  await becomes(() => page.locator(':focus').getAttribute('name'), 'tracks.0.name');
});

test('tracks are changed, added and removed in one go', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two', 'Three']);
  await becomes(() => durationOf(page, 1).inputValue(), '1:00');
  await nameOf(page, 1).fill('Second');
  await durationOf(page, 1).fill('2:22');
  await page.getByRole('button', { name: 'Remove track 1' }).click();
  await becomes(() => namesInForm(page), 'Second Three');
  await becomes(() => page.locator(':focus').getAttribute('name'), 'tracks.0.name');
  await addTrack(page, 'Four', '4:00');
  await save(page);
  await flash(page, 'Album saved successfully');
  await becomes(
    () => tracksShown(page, 'Record'),
    ['1 Second 2:22', '2 Three 1:00', '3 Four 4:00'],
  );
});

test('all tracks can be removed', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two']);
  await page.getByRole('button', { name: 'Remove track 2' }).click();
  await page.getByRole('button', { name: 'Remove track 1' }).click();
  await rows(page).waitFor({ state: 'detached' });
  await becomes(() => page.locator(':focus').innerText(), 'Add Track');
  await save(page);
  await flash(page, 'Album saved successfully');
  await album(page, 'Record').getByText('Nobody has written down the tracks').waitFor();
});

test('what is wrong with a track is said in its row, and goes when it is mended', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two']);
  await durationOf(page, 1).fill('five');
  await fieldError(page, 'tracks.1.duration', 'use MM:SS format').waitFor();
  await durationOf(page, 1).fill('0:00');
  await fieldError(page, 'tracks.1.duration', 'must be at least 1 second long').waitFor();
  await nameOf(page, 1).fill('');
  await fieldError(page, 'tracks.1.name', 'is required').waitFor();
  await becomes(() => fieldError(page, 'tracks.0.name').count(), 0);

  await save(page);
  await flash(page, 'Could not save album data');
  await page.getByRole('link', { name: 'Track 2, name is required' }).click();
  await becomes(() => page.locator(':focus').getAttribute('name'), 'tracks.1.name');
  await page.keyboard.type('Mended');
  await fieldError(page, 'tracks.1.name').waitFor({ state: 'detached' });
  await durationOf(page, 1).fill('0:59');
  await fieldError(page, 'tracks.1.duration').waitFor({ state: 'detached' });
  await save(page);
  await flash(page, 'Album saved successfully');
  await becomes(() => tracksShown(page, 'Record'), ['1 One 1:00', '2 Mended 0:59']);
});

test('messages move along with their track', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two', 'Three']);
  await durationOf(page, 0).fill('never');
  await fieldError(page, 'tracks.0.duration', 'use MM:SS format').waitFor();
  await durationOf(page, 0).press('Alt+ArrowDown');
  await fieldError(page, 'tracks.1.duration', 'use MM:SS format').waitFor();
  await becomes(() => fieldError(page, 'tracks.0.duration').count(), 0);
  await becomes(() => durationOf(page, 1).inputValue(), 'never');
});

test('Alt with the arrow keys moves a track, which keeps the focus', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two', 'Three']);
  await nameOf(page, 0).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await becomes(() => namesInForm(page), 'Two Three One');
  await becomes(() => page.locator(':focus').getAttribute('name'), 'tracks.2.name');
  await page.getByText('Track 2 is number 3 of 3 now').waitFor();
  await nameOf(page, 1).press('Alt+ArrowUp');
  await becomes(() => namesInForm(page), 'Three Two One');
  await save(page);
  await flash(page, 'Album saved successfully');
  await becomes(() => tracksShown(page, 'Record'), ['1 Three 1:00', '2 Two 1:00', '3 One 1:00']);
});

test('a track is dragged to another place by its handle', async (t) => {
  const { page } = await openAlbum(t, ['One', 'Two', 'Three', 'Four']);
  const handle = (row: number) => rows(page).nth(row).locator('[data-role="drag-handle"]');
  await handle(3).scrollIntoViewIfNeeded();
  const from = (await handle(0).boundingBox())!;
  const to = (await handle(2).boundingBox())!;
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 10, from.y + 60, { steps: 4 });
  await page.mouse.move(to.x + 10, to.y + 14, { steps: 8 });
  await page.mouse.up();
  await becomes(() => namesInForm(page), 'Two Three One Four');

  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 14, { steps: 8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await becomes(() => namesInForm(page), 'Two Three One Four');

  await save(page);
  await flash(page, 'Album saved successfully');
  const shown = ['1 Two 1:00', '2 Three 1:00', '3 One 1:00', '4 Four 1:00'];
  await becomes(() => tracksShown(page, 'Record'), shown);
});

test('a track is dragged by a finger', async (t) => {
  const { page, context } = await openAlbum(t, ['One', 'Two', 'Three'], {
    width: 390,
    touch: true,
  });
  const handle = (row: number) => rows(page).nth(row).locator('[data-role="drag-handle"]');
  await handle(2).scrollIntoViewIfNeeded();
  const from = (await handle(2).boundingBox())!;
  const to = (await handle(0).boundingBox())!;
  const finger = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: y === undefined ? [] : [{ x: from.x + 10, y }],
    });
  await touch('touchStart', from.y + 10);
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', from.y + 10 + ((to.y - from.y - 12) * step) / 8);
  await page.waitForFunction(
    () => document.querySelector<HTMLElement>('[data-role="track-row"]')!.style.translate !== '0px',
  );
  await touch('touchEnd');
  await becomes(() => namesInForm(page), 'Three One Two');
});

test('a name that another album has is refused, and the tracks stay as they were typed', async (t) => {
  const { page } = await openApp(t);
  await addArtist(page, 'Brass Band');
  await addAlbum(page, 'Record', 2001);
  await page.getByRole('link', { name: 'New Album' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Record');
  await page.getByLabel('Year released').fill('2002');
  await addTrack(page, 'Opening', '3:05');
  await save(page);
  await fieldError(page, 'name', 'already exists for this artist').waitFor();
  await becomes(() => durationOf(page, 0).inputValue(), '3:05');
  await page.getByLabel('Name', { exact: true }).fill('Another Record');
  await save(page);
  await flash(page, 'Album saved successfully');
  await becomes(() => tracksShown(page, 'Another Record'), ['1 Opening 3:05']);
});

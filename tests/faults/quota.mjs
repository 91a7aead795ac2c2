// A browser that lets the site have only so much: writes until there is no room, in its files and in
// IndexedDB. What was acknowledged must be there, before and after the page was loaded again; what is
// there can be deleted although the storage is full, but in IndexedDB, which wants room for that, too;
// and with room again, writing goes on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.mjs';
import { randomOf } from './random.mjs';
import { serveSite } from './site.mjs';

/** `size` times a storage is filled. */
export async function run({ size = 6, seed = 1, log = () => undefined }) {
  const random = randomOf(seed);
  const result = { filled: 0, acknowledged: 0, refused: 0, deletions: 0, bad: 0, seed };
  const profile = mkdtempSync(join(tmpdir(), 'tunez-quota-'));
  const site = await serveSite();
  const browser = await startBrowser(profile);
  try {
    while (result.filled < size && result.bad === 0) {
      const kind = result.filled % 2 === 0 ? 'opfs' : 'indexeddb';
      const problem = await fill(browser, site.url, `${kind}:quota`, random, result);
      result.filled++;
      if (problem === undefined) continue;
      result.bad++;
      log(`${kind}, time ${result.filled} (seed ${seed}): ${problem}`);
    }
  } finally {
    await browser.kill();
    await site.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  return result;
}

/** What was wrong, if anything was. */
async function fill(browser, url, storage, random, result) {
  const { origin } = new URL(url);
  let page = await opened(browser, url);
  await page.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  const quotaSize = 8_000_000 + Math.floor(random() * 4_000_000);
  await page.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  await page.evaluate(`site.open({ storage: '${storage}' }).then(() => undefined)`);

  const bytes = 20_000 + Math.floor(random() * 200_000);
  const written = await page.evaluate(`(${writeUntilFull})(${bytes})`);
  result.acknowledged += written.acknowledged.length;
  result.refused += 1;
  if (written.code !== 'storage_full') return `it was refused with ${written.code}`;
  const lost = await missing(page, written.acknowledged);
  if (lost > 0) return `${lost} of what was acknowledged is not there`;

  const [deleted, ...kept] = written.acknowledged;
  if (deleted !== undefined) {
    const outcome = await page.evaluate(`(${deleteEntry})('${deleted}')`);
    if (outcome === 'deleted') result.deletions++;
    else if (outcome !== 'storage_full' || !storage.startsWith('indexeddb'))
      return `nothing can be deleted: ${outcome}`;
  }
  await page.send('Storage.overrideQuotaForOrigin', { origin });
  await page.close();
  page = await opened(browser, url);
  await page.evaluate(`site.open({ storage: '${storage}' }).then(() => undefined)`);
  const gone = await missing(page, kept);
  if (gone > 0) return `${gone} of what was acknowledged is not there after it was opened again`;
  const later = await page.evaluate(`site.write('later').then(() => 'kept', String)`);
  await page.evaluate('site.tunez.close()');
  await page.close();
  return later === 'kept' ? undefined : `with room again it was refused: ${later}`;
}

async function opened(browser, url) {
  const page = await browser.open(url);
  await page.until('globalThis.site');
  return page;
}

async function missing(page, keys) {
  const found = new Set(await page.evaluate('site.keys()'));
  return keys.filter((key) => !found.has(key)).length;
}

// These run in the page.

async function writeUntilFull(bytes) {
  const { site } = globalThis;
  const acknowledged = [];
  for (let number = 0; ; number++) {
    const parts = crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536)));
    const text = Array.from({ length: Math.ceil(bytes / parts.length) }, () =>
      Array.from(parts, (byte) => String.fromCharCode(33 + (byte % 90))).join(''),
    ).join(String(number));
    const key = `entry ${number}`;
    try {
      await site.tunez.create(site.Entry, 'create', { key, text });
      acknowledged.push(key);
    } catch (error) {
      return { acknowledged, code: error.errors?.[0].code ?? String(error) };
    }
  }
}

async function deleteEntry(key) {
  const { site } = globalThis;
  try {
    const { status, errors } = await site.tunez.bulkDestroy(
      site.Entry,
      { filter: { key } },
      'destroy',
      {},
      { returnErrors: true },
    );
    return status === 'success' ? 'deleted' : (errors?.[0]?.code ?? status);
  } catch (error) {
    return error.errors?.[0].code ?? String(error);
  }
}

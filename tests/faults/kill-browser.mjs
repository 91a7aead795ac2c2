// Kills a whole browser while a page of it writes, at random moments: while it starts, opens, recovers
// or writes. The next browser on the same profile must find the database in a state that it had after
// some write n, not before the last that was acknowledged; and SQLite must find nothing wrong with it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.mjs';
import { isWhole } from './integrity.mjs';
import { Model } from './ledger.mjs';
import { randomOf } from './random.mjs';
import { serveSite } from './site.mjs';

/** `size` kills. */
export async function run({ size = 10, seed = 1, log = () => undefined }) {
  const random = randomOf(seed);
  const profile = mkdtempSync(join(tmpdir(), 'tunez-kill-browser-'));
  const site = await serveSite();
  const result = { kills: 0, acknowledged: 0, lost: 0, corrupt: 0, bad: 0, seed };
  let model = new Model();
  /** What examined the database last, and goes on with it. */
  let session;
  try {
    while (result.kills < size) {
      // Some die before the database is open.
      const isEarly = random() < 0.2;
      if (isEarly) await session?.browser.kill();
      if (isEarly || session === undefined) session = await starting(profile, site);
      const { acknowledged, sent } = await killed(session, model, random, isEarly);
      result.kills++;
      result.acknowledged += acknowledged;
      session = await starting(profile, site);
      const { state, problem } = await examined(session);
      const found = reached(model, state, acknowledged, sent);
      if (problem !== undefined) result.corrupt++;
      if (found === undefined) result.lost++;
      if (problem !== undefined || found === undefined) {
        result.bad++;
        const why = problem ?? 'not in any state that it should be in';
        log(`kill ${result.kills} (seed ${seed}): ${why}; the profile is ${profile}`);
        log(`${acknowledged} acknowledged and ${sent} sent after ${model.written} writes`);
        return result;
      }
      model = found;
      if (result.kills % 10 === 0)
        log(`${result.kills} kills, ${result.acknowledged} acknowledged writes`);
    }
    return result;
  } finally {
    await session?.browser.kill();
    await site.close();
    if (result.bad === 0) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A browser, and a page of it that opens the database. */
async function starting(profile, site) {
  const browser = await startBrowser(profile);
  const open = async () => {
    const page = await browser.open(site.url);
    await page.until('globalThis.site');
    await page.evaluate('site.open()');
    return page;
  };
  const page = open();
  // Whoever waits for it is told.
  page.catch(() => undefined);
  return { browser, page };
}

/** Writes on from a state until the browser is killed: how many were acknowledged, and how many sent. */
async function killed({ browser, page: opening }, model, random, isEarly) {
  let sent = 0;
  let acknowledged = 0;
  const after = Math.floor(random() ** 2 * 60);
  const then = random() * 10;
  await new Promise((resolve, reject) => {
    const kill = (delay) => setTimeout(() => browser.kill().then(resolve, reject), delay);
    if (isEarly) kill(random() * 800);
    const write = async () => {
      const page = await opening;
      await page.expose('say', (mark) => {
        if (mark === '?') sent++;
        else if (++acknowledged === after + 1 && !isEarly) kill(then);
      });
      const pages = JSON.stringify([...model.pages.keys()]);
      await page.evaluate(`site.keepLedger(${model.written}, ${pages}, say)`);
    };
    // It ends with the browser.
    write().catch((error) => {
      if (!/has ended/.test(error.message)) reject(error);
    });
  });
  return { acknowledged, sent };
}

/** What the database holds, and what is wrong with it. */
async function examined(session) {
  try {
    const page = await session.page;
    const state = await page.evaluate('site.ledger()');
    const bytes = new Uint8Array(Buffer.from(await page.evaluate('site.exported()'), 'base64'));
    return { state, problem: (await isWhole(bytes)) ? undefined : 'damaged' };
  } catch (error) {
    return { state: '', problem: String(error) };
  }
}

// What a page said last may have died with the browser, and the writes been done all the same.
const unheard = 50;

/** The model in the state that was found, if that is one of those that may be. */
function reached(model, state, acknowledged, sent) {
  const possible = model.copy();
  for (let writes = 0; writes <= sent + unheard; writes++) {
    if (writes >= acknowledged && possible.toString() === state) return possible;
    possible.advance();
  }
  return undefined;
}

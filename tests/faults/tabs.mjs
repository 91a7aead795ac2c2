// Several tabs of one browser that open, close, crash, freeze, navigate and lose their workers at random,
// while they write. Each write that was acknowledged has to be there once, and none twice. Told is also how long it
// took until somebody was answered again after the tab that had the database was gone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.mjs';
import { randomOf } from './random.mjs';
import { serveSite } from './site.mjs';

const most = 5;
// A worker that is busy when its page goes is ended by the browser after about two seconds. It may also be
// the next in the queue for the database: then it is given that, and has it until it ends.
const busy = 1_500;
const limits = { idle: 500, busy: 2_500 };
// Answers that a take-over is timed by. To look through those of a long run would take time from the tabs.
const remembered = 10_000;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `size` seconds. */
export async function run({ size = 60, seed = 1, log = () => undefined, durability = 'full' }) {
  const profile = mkdtempSync(join(tmpdir(), 'tunez-tabs-'));
  const site = await serveSite();
  const browser = await startBrowser(profile);
  try {
    return await new Run({ browser, site, seed, log, durability }).all(size);
  } finally {
    await browser.kill();
    await site.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Run {
  #browser;
  #site;
  #random;
  #log;
  #options;
  #tabs = [];
  #nextTab = 1;
  /** Keys of writes, with what the page was told. */
  #acknowledged = new Set();
  #sent = new Set();
  #answers = [];
  #takeOvers = { idle: [], busy: [] };
  /** Until when a worker that has to end may be busy: whoever waits for the database waits for it, too. */
  #busyUntil = 0;
  #counts = {};
  #result;

  constructor({ browser, site, seed, log, durability }) {
    this.#browser = browser;
    this.#site = site;
    this.#random = randomOf(seed);
    this.#log = log;
    this.#options = JSON.stringify({ durability });
    this.#result = { seed };
  }

  async all(seconds) {
    await this.#join();
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      await this.#act();
      await sleep(50 + this.#random() * 400);
    }
    return this.#conclude();
  }

  #pick(tabs) {
    return tabs[Math.floor(this.#random() * tabs.length)];
  }

  async #act() {
    const awake = this.#tabs.filter((tab) => !tab.isFrozen);
    const frozen = this.#tabs.filter((tab) => tab.isFrozen);
    const choice = this.#random();
    if (awake.length < 2 || (choice < 0.3 && this.#tabs.length < most)) {
      if (frozen.length > 0 && this.#tabs.length >= most) await this.#thaw(this.#pick(frozen));
      else await this.#join();
    } else if (frozen.length > 0 && choice < 0.45) await this.#thaw(this.#pick(frozen));
    else await this.#harm(await this.#victim(awake));
  }

  // Half of the time it is the one that has the database.
  async #victim(awake) {
    const owner = await this.#owner();
    return owner !== undefined && this.#random() < 0.5 ? owner : this.#pick(awake);
  }

  async #owner() {
    for (const tab of this.#tabs)
      if (!tab.isFrozen && (await tab.page.evaluate('site.tunez.status.role')) === 'owner')
        return tab;
    return undefined;
  }

  async #join() {
    const page = await this.#browser.open(this.#site.url);
    await page.until('globalThis.site');
    const tab = { page, name: `t${this.#nextTab++}`, isFrozen: false };
    await page.expose('sent', (key) => this.#sent.add(key));
    await page.expose('told', (payload) => {
      const [key, at] = JSON.parse(payload);
      this.#acknowledged.add(key);
      // Different pages are heard in any order.
      const place = this.#answers.findLastIndex((answer) => answer <= at);
      this.#answers.splice(place + 1, 0, at);
      if (this.#answers.length > 2 * remembered) this.#answers.splice(0, remembered);
    });
    await page.evaluate(`site.open(${this.#options})`);
    const together = this.#random() < 0.3 ? 5 : 1;
    await page.evaluate(`void site.writeOn('${tab.name}', ${together})`);
    this.#tabs.push(tab);
    this.#count('opened');
  }

  async #thaw(tab) {
    await tab.page.thaw();
    tab.isFrozen = false;
    this.#count('thawed');
  }

  async #harm(tab) {
    const { page } = tab;
    const wasOwner = (await page.evaluate('site.tunez.status.role')) === 'owner';
    const others = this.#tabs.some((other) => other !== tab && !other.isFrozen);
    const ways = ['close', 'crash', 'freeze', 'navigate', 'end', 'fail', 'hang'];
    const way = this.#pick(ways);
    this.#count(way);
    const at = Date.now();
    const isLast = ['close', 'crash', 'navigate'].includes(way);
    if (isLast) this.#tabs = this.#tabs.filter((other) => other !== tab);
    if (way === 'freeze') {
      tab.isFrozen = true;
      await page.freeze();
    } else if (way === 'close') await page.close();
    else if (way === 'crash') page.crash();
    else if (way === 'navigate')
      await page.send('Page.navigate', { url: `${this.#site.url}elsewhere.html` });
    // From here on the worker ends alone, and the page goes on with another one.
    else if (way === 'end') await page.evaluate('site.worker.postMessage({ end: true })');
    else if (way === 'fail') await page.evaluate('site.worker.postMessage({ fail: true })');
    else {
      await page.evaluate(`site.worker.postMessage({ busy: ${busy} })`);
      await page.evaluate('site.worker.terminate()');
      this.#busyUntil = Date.now() + busy;
    }
    const kind = at < this.#busyUntil ? 'busy' : 'idle';
    if (wasOwner && others) await this.#timeTakeOver(at, kind, way);
    if (isLast && way !== 'close') await page.close().catch(() => undefined);
  }

  // From the last answer of before to the first of the new owner.
  async #timeTakeOver(at, kind, way) {
    const end = at + 10_000;
    let took;
    while (took === undefined && Date.now() < end) {
      const ready = await this.#readySince(at);
      const first = this.#answers.find((answer) => answer > ready);
      if (first === undefined) await sleep(5);
      else {
        const before = this.#answers.filter((answer) => answer <= ready);
        took = Math.round(first - Math.max(at, ...before.slice(-50)));
      }
    }
    if (took === undefined)
      this.#log(`nobody took over within 10 s after ${way}: ${await this.#scene(at)}`);
    else if (took > limits[kind])
      this.#log(`taken over after ${took} ms: ${way}; ${await this.#scene(at)}`);
    this.#takeOvers[kind].push(took ?? 10_000);
  }

  /** What everybody does, and who has which lock. */
  async #scene(at) {
    const awake = this.#tabs.filter((tab) => !tab.isFrozen);
    const tabs = await Promise.all(
      awake.map(async ({ name, page }) => {
        const statuses = await page.evaluate('site.statuses.slice(-3)');
        const told = statuses.map(
          ({ state, role, at: then }) => `${state} ${role} ${Math.round(then - at)}`,
        );
        return `${name} ${told.join(', ')}`;
      }),
    );
    const locks = await awake[0]?.page.evaluate(`navigator.locks.query().then(({ held, pending }) =>
      JSON.stringify([held, pending].map((all) => all.map(({ name, clientId }) => name + ' ' + clientId))))`);
    const frozen = this.#tabs.filter((tab) => tab.isFrozen).map(({ name }) => name);
    return `${tabs.join('; ')}; frozen: ${frozen.join(' ')}; locks: ${locks}`;
  }

  /** Since when another owner may have answered; in milliseconds since 1970. */
  async #readySince(at) {
    const awake = this.#tabs.filter((tab) => !tab.isFrozen);
    const all = await Promise.all(
      awake.map(({ page }) => page.evaluate('site.statuses.slice(-8)')),
    );
    const changes = all.map((told) => told.filter((status) => status.at > at));
    // It answers what waits before it says that it is ready.
    const granted = changes
      .flat()
      .find(({ state, role }) => state === 'taking_over' && role === 'owner');
    if (granted !== undefined) return granted.at;
    for (const since of changes) {
      // One that asks learns of it, too, and the owner may be a tab that the browser woke.
      const change = since.findIndex(({ state }) => state === 'taking_over');
      const ready = since.find(({ state }, index) => state === 'ready' && index > change);
      if (ready !== undefined) return ready.at;
    }
    return Infinity;
  }

  async #conclude() {
    for (const tab of this.#tabs.filter((one) => one.isFrozen)) await this.#thaw(tab);
    for (const { page } of this.#tabs) await page.evaluate('site.isWriting = false');
    // What is on its way now may be written and acknowledged after the keys were read.
    const acknowledged = [...this.#acknowledged];
    const [{ page }] = this.#tabs;
    const keys = await page.evaluate('site.keys()');
    const counts = new Map();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    const lost = acknowledged.filter((key) => !counts.has(key));
    const doubled = [...counts].filter(([, count]) => count > 1).map(([key]) => key);
    const refused = await Promise.all(this.#tabs.map((tab) => tab.page.evaluate('site.unknown')));
    if (lost.length > 0) this.#log(`lost: ${lost.slice(0, 20).join(' ')}`);
    if (doubled.length > 0) this.#log(`doubled: ${doubled.slice(0, 20).join(' ')}`);
    const slow = Object.entries(this.#takeOvers).flatMap(([kind, times]) =>
      percentile(times, 0.99) > limits[kind] ? [kind] : [],
    );
    return {
      ...this.#result,
      acknowledged: this.#acknowledged.size,
      events: this.#counts,
      refused: refused.flat().length,
      lost: lost.length,
      doubled: doubled.length,
      takeOver: summary(this.#takeOvers.idle),
      takeOverFromBusy: summary(this.#takeOvers.busy),
      slow,
      bad: lost.length + doubled.length,
    };
  }

  #count(what) {
    this.#counts[what] = (this.#counts[what] ?? 0) + 1;
  }
}

function percentile(times, part) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function summary(times) {
  return { count: times.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

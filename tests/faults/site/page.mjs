// The page of the fault runs: what is called from outside is on `site`.
import { connect } from 'tunez';
import { carryOut, Ledger, Model, stateOf, writeOf } from '../ledger.mjs';
import { Diary, Entry } from './domain.mjs';

const domains = [Diary, Ledger];
const now = () => performance.timeOrigin + performance.now();

const site = (globalThis.site = {
  Entry,
  statuses: [],
  /** Keys of entries that were acknowledged, and of those whose fate was not told. */
  acknowledged: [],
  unknown: [],
  refused: [],
  /** The codes of all errors. */
  codes: [],
  /** When each answer came: milliseconds since 1970. */
  answers: [],
  next: 0,
  isWriting: false,

  /** How many workers were started. */
  workers: 0,

  /** `alone`: a worker that ends is not started again. */
  async open({ storage = 'opfs:site', build = 1, durability, alone = false } = {}) {
    const url = `./worker.js?build=${build}`;
    const start = () => {
      site.workers++;
      return (site.worker = new globalThis.Worker(url, { type: 'module' }));
    };
    site.tunez = await connect(alone ? start() : start, {
      domains,
      storage,
      ...(durability && { durability }),
      onStatus: (status) => site.statuses.push({ ...status, at: now() }),
    });
    return site.tunez.status;
  },

  async write(prefix) {
    const key = `${prefix}-${site.next++}`;
    globalThis.sent?.(key);
    try {
      await site.tunez.create(Entry, 'create', { key });
      site.acknowledged.push(key);
      site.answers.push(now());
      globalThis.told?.(JSON.stringify([key, now()]));
      return key;
    } catch (error) {
      const code = error.errors?.[0]?.code ?? String(error);
      site.codes.push(code);
      (code === 'newer_version_open' ? site.refused : site.unknown).push(key);
      throw error;
    }
  },

  /** Writes until it is told to stop, `together` at a time. */
  async writeOn(prefix, together = 1) {
    site.isWriting = true;
    while (site.isWriting) {
      const some = Array.from({ length: together }, () => site.write(prefix));
      await Promise.allSettled(some);
    }
  },

  async keys() {
    const entries = await site.tunez.read(Entry, 'read');
    return entries.map(({ key }) => key);
  },

  /** Carries writes of the ledger out, one after the other, and says `?` before and `!` after each. */
  async keepLedger(written, pages, say) {
    const model = new Model();
    model.written = written;
    for (const number of pages) model.pages.set(number, []);
    site.isWriting = true;
    while (site.isWriting) {
      const write = writeOf(model);
      model.advance();
      say('?');
      await carryOut(site.tunez, write);
      say('!');
    }
  },

  ledger: () => stateOf(site.tunez),

  /** The file, in base 64. */
  async exported() {
    const bytes = await site.tunez.storage.export();
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x6000)
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x6000));
    return btoa(binary);
  },
});

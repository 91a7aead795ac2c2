// Chromium over the pipe of its debugging protocol, with nothing in between that would keep pages
// awake: a page that somebody emulates the focus of is never frozen.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chromiumFlags } from './chromium_flags.mjs';

const flags = ['--headless=new', '--remote-debugging-pipe', ...chromiumFlags];

/** Starts a browser on a profile. */
export async function startBrowser(profile) {
  const browser = new Browser(profile);
  await browser.send('Target.setDiscoverTargets', { discover: true });
  return browser;
}

class Browser {
  #child;
  #nextId = 1;
  #waiting = new Map();
  #pages = new Map();
  #isOver = false;

  constructor(profile) {
    const path = process.env.CHROMIUM ?? '/usr/bin/chromium';
    this.#child = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      // A group of its own, so that all of its processes can be ended at once.
      detached: true,
    });
    this.#child.on('error', () => this.#ended());
    this.#child.on('exit', () => this.#ended());
    this.#child.stdio[3].on('error', () => this.#ended());
    let rest = '';
    this.#child.stdio[4].setEncoding('utf8').on('data', (text) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop();
      for (const message of messages) this.#heard(JSON.parse(message));
    });
  }

  /** Opens a page; resolves when it is attached, not when it is loaded. */
  async open(url) {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, targetId, sessionId);
    this.#pages.set(sessionId, page);
    await page.send('Runtime.enable');
    return page;
  }

  send(method, params = {}, sessionId = undefined) {
    return new Promise((resolve, reject) => {
      if (this.#isOver) {
        reject(new Error('the browser has ended'));
        return;
      }
      const id = this.#nextId++;
      this.#waiting.set(id, { resolve, reject, sessionId });
      this.#child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** Ends all its processes at once, as the system does when it must. */
  async kill() {
    const over = this.#child.exitCode === null && this.#child.signalCode === null;
    const exit = over ? once(this.#child, 'exit') : undefined;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
    await exit;
  }

  /** Ends it in order. */
  async close() {
    const exit = once(this.#child, 'exit');
    await this.send('Browser.close').catch(() => undefined);
    await exit;
  }

  /** What waits for a page gets no answer any more. */
  forget(page, reason) {
    this.#pages.delete(page.sessionId);
    for (const [id, waiting] of this.#waiting)
      if (waiting.sessionId === page.sessionId) {
        this.#waiting.delete(id);
        waiting.reject(new Error(reason));
      }
  }

  #heard({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      if (method === 'Target.detachedFromTarget')
        this.#pages.get(params.sessionId)?.gone('the page is gone');
      else if (method === 'Target.targetCrashed')
        for (const page of this.#pages.values())
          if (page.targetId === params.targetId) page.gone('the page has crashed');
      this.#pages.get(sessionId)?.heard(method, params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #ended() {
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('the browser has ended'));
    this.#waiting.clear();
  }
}

/** A tab. What is asked of it rejects when it ends. */
class Page {
  #browser;
  #listeners = new Map();
  isGone = false;

  constructor(browser, targetId, sessionId) {
    this.#browser = browser;
    this.targetId = targetId;
    this.sessionId = sessionId;
  }

  send(method, params) {
    return this.#browser.send(method, params, this.sessionId);
  }

  /** The value of an expression, awaited. */
  async evaluate(expression) {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails: thrown } = await this.send('Runtime.evaluate', params);
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  }

  /** Evaluates until it is true. */
  async until(expression, patience = 30_000) {
    const end = Date.now() + patience;
    while (!(await this.evaluate(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`it was not in time that ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** A function of the page that calls back here. */
  async expose(name, listener) {
    this.#listeners.set(name, listener);
    await this.send('Runtime.addBinding', { name });
  }

  async close() {
    await this.#browser.send('Target.closeTarget', { targetId: this.targetId });
  }

  crash() {
    // Nobody is left to answer.
    this.send('Page.crash').catch(() => undefined);
  }

  freeze() {
    return this.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  thaw() {
    return this.send('Page.setWebLifecycleState', { state: 'active' });
  }

  heard(method, params) {
    if (method === 'Runtime.bindingCalled') this.#listeners.get(params.name)?.(params.payload);
  }

  gone(reason) {
    this.isGone = true;
    this.#browser.forget(this, reason);
  }
}

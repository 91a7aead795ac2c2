// A small page with the built package, in a browser whose pages may be frozen and crashed.
import { after, type TestContext } from 'node:test';
import { freshProfile } from './app.ts';

interface Status {
  readonly state: string;
  readonly role: string;
}

/** As tests/faults/browser.mjs has it. */
interface Page {
  evaluate(expression: string): Promise<unknown>;
  until(expression: string): Promise<void>;
  send(method: string, params?: object): Promise<unknown>;
  close(): Promise<void>;
  crash(): void;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
}
interface Browser {
  open(url: string): Promise<Page>;
  kill(): Promise<void>;
}
interface Site {
  readonly url: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** 2 has one migration more than 1. */
  readonly build?: number;
  readonly storage?: string;
  /** The page cannot start its worker again. */
  readonly alone?: boolean;
}

const faults = new URL('../../faults/', import.meta.url);
const { startBrowser } = (await import(new URL('browser.mjs', faults).href)) as {
  startBrowser: (profile: string) => Promise<Browser>;
};
const { serveSite } = (await import(new URL('site.mjs', faults).href)) as {
  serveSite: () => Promise<Site>;
};

let site: Promise<Site> | undefined;
after(async () => (await site)?.close());

/** A browser with a profile of its own, for one test. */
export async function startTabs(t: TestContext) {
  const { url } = await (site ??= serveSite());
  const browser = await startBrowser(await freshProfile(t));
  t.after(() => browser.kill());
  return {
    url,
    /** A tab with the page, which has not opened the database. */
    visit: () => visit(browser, url),
    /** A tab that has. */
    open: async (options: OpenOptions = {}) => {
      const tab = await visit(browser, url);
      await tab.open(options);
      return tab;
    },
  };
}

async function visit(browser: Browser, url: string): Promise<Tab> {
  const page = await browser.open(url);
  await page.until('globalThis.site');
  return new Tab(page);
}

/** What a page does, from outside. */
export class Tab {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  open(options: OpenOptions = {}): Promise<Status> {
    return this.page.evaluate(`site.open(${JSON.stringify(options)})`) as Promise<Status>;
  }

  /** The key of the entry that was written. */
  write(prefix: string): Promise<string> {
    return this.page.evaluate(`site.write('${prefix}')`) as Promise<string>;
  }

  /** Writes at once, without waiting for answers. */
  async send(prefix: string, count: number): Promise<void> {
    await this.page.evaluate(
      `void (site.sent = Promise.allSettled(Array.from({ length: ${count} }, () => site.write('${prefix}'))))`,
    );
  }

  /** When all of that was answered: the keys that were acknowledged. */
  async acknowledged(): Promise<string[]> {
    await this.page.evaluate('site.sent.then(() => undefined)');
    return (await this.page.evaluate('site.acknowledged')) as string[];
  }

  /** The codes of what was refused. */
  codes(): Promise<string[]> {
    return this.page.evaluate('site.codes') as Promise<string[]>;
  }

  keys(): Promise<string[]> {
    return this.page.evaluate('site.keys()') as Promise<string[]>;
  }

  status(): Promise<Status> {
    return this.page.evaluate('site.tunez.status') as Promise<Status>;
  }

  async until(state: string, role?: string): Promise<void> {
    const isRole = role === undefined ? 'true' : `site.tunez.status.role === '${role}'`;
    await this.page.until(`site.tunez.status.state === '${state}' && ${isRole}`);
  }

  /** The code of the error that an expression rejects with. */
  async codeOf(expression: string): Promise<unknown> {
    return this.page.evaluate(
      `(async () => ${expression})().then(() => 'none', (error) => error.errors?.[0]?.code ?? String(error))`,
    );
  }
}

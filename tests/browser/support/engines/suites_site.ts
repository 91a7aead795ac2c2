// The page of the fault runs, and one that runs the scenarios, served beside each other.
import { fileURLToPath } from 'node:url';

export interface SuitesSite {
  /** The page that opens a database. */
  readonly url: string;
  /** The page that runs scenarios. */
  readonly scenarios: string;
  close(): Promise<void>;
}

interface FaultsSite {
  serveSite: (options: object) => Promise<{ url: string; close: () => Promise<void> }>;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function serveSuites(): Promise<SuitesSite> {
  const { href } = new URL('../../../faults/site.mjs', import.meta.url);
  const { serveSite } = (await import(href)) as FaultsSite;
  const { url, close } = await serveSite({
    pages: { scenarios: here('scenarios_page.ts') },
    alias: { 'node:assert/strict': here('assert.ts') },
    // What `assert` asks of Node.
    define: {
      global: 'globalThis',
      'process.env.NODE_DEBUG': 'undefined',
      'process.stderr': 'undefined',
    },
  });
  return { url, scenarios: `${url}scenarios.html`, close };
}

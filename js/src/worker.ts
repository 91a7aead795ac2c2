// The entry for a browser's database worker: `serve`, and nothing that only pages need.
import { browser } from './client/browser.ts';
import { serveOn, type ServeOptions } from './client/serve.ts';
import { browserEnvironment } from './tabs/environment.ts';

export type { ServeOptions, ServeScope } from './client/serve.ts';

/**
 * Makes this worker a database worker. Call it at the top level of the worker's module: pages then
 * open the database with `connect`. Functions of the domains run here.
 *
 * Several tabs share a database that is kept: one of their workers has it open, the others ask that
 * one. In browsers without Web Locks or BroadcastChannel only one tab can have it open.
 */
export function serve(options: ServeOptions): void {
  serveOn(browser, options, browserEnvironment());
}

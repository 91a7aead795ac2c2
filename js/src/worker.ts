// The entry for a browser's database worker: `serve`, and nothing that only pages need.
import { browser } from './client/browser.ts';
import { serveOn, type ServeOptions } from './client/serve.ts';

export type { ServeOptions, ServeScope } from './client/serve.ts';

/**
 * Makes this worker a database worker. Call it at the top level of the worker's module: pages then
 * open the database with `connect`. Functions of the domains run here.
 */
export function serve(options: ServeOptions): void {
  serveOn(browser, options);
}

// The entry for browsers.
import { browser } from './client/browser.ts';
import { openOn, type OpenOptions } from './client/open.ts';
import type { TunezOf } from './client/tunez.ts';
import type { AnyDomain } from './definition/domain.ts';

export * from './shared.ts';
export { serve } from './worker.ts';

/**
 * Opens a database in this thread: in a browser only `':memory:'` (a database that is kept lives in
 * a worker, see `connect`), in Node also a file. Rejects with `invalid_definition`,
 * `storage_unavailable`, `schema_too_new` and others.
 */
export function open<const Ds extends readonly AnyDomain[]>(
  options: OpenOptions<Ds>,
): Promise<TunezOf<Ds>> {
  return openOn(browser, options);
}

// The entry for browsers.
import type { OpenOptions } from './client/open.ts';
import type { TunezOf } from './client/tunez.ts';
import type { AnyDomain } from './definition/domain.ts';

export * from './shared.ts';

/**
 * Opens a database in this thread: in a browser only `':memory:'` (a database that is kept lives in
 * a worker, see `connect`), in Node also a file. Rejects with `invalid_definition`,
 * `storage_unavailable`, `schema_too_new` and others.
 */
export async function open<const Ds extends readonly AnyDomain[]>(
  options: OpenOptions<Ds>,
): Promise<TunezOf<Ds>> {
  // Most pages leave the engine to a worker, and need not download what runs it.
  const [{ browser }, { openOn }] = await Promise.all([
    import('./client/browser.ts'),
    import('./client/open.ts'),
  ]);
  return openOn(browser, options);
}

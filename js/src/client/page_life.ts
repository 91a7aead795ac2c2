// What the browser does to a page, told to its worker.
import type { PageEventMessage } from './protocol.ts';

/** What happens to a page. */
export type PageEvent = PageEventMessage['tunez'];

// The browser freezes a worker with its page, and one that is busy then would find the message only when
// both go on: until then nobody else could have the database, or get its turn. So where there are other
// tabs a page gives its worker the time to come to it. Nobody is looking at a page that is frozen; after
// one that is put aside the next may be waiting for this thread, for no longer than this, in milliseconds.
const longestPutAside = 150;

/** `tell` says for how long the worker may have to be given time, in milliseconds. */
export function tellLife(tell: (event: PageEvent) => number, signal: AbortSignal): void {
  const { document } = globalThis as { document?: Document };
  if (document === undefined) return;
  const on = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal });
  let isPutAside = false;
  const freeze = (longest: number): void => {
    const end = Math.min(tell('frozen'), longest) + performance.now();
    while (performance.now() < end);
  };
  on(document, 'visibilitychange', () => {
    if (document.hidden) tell('hidden');
  });
  on(document, 'freeze', () => {
    if (!isPutAside) freeze(Infinity);
  });
  on(document, 'resume', () => tell('resumed'));
  on(globalThis, 'pagehide', (event) => {
    isPutAside = (event as PageTransitionEvent).persisted;
    if (isPutAside) freeze(longestPutAside);
    else tell('gone');
  });
  on(globalThis, 'pageshow', (event) => {
    isPutAside = false;
    if ((event as PageTransitionEvent).persisted) tell('resumed');
  });
}

// What the browser does to a page, told to its worker.
import type { PageEventMessage } from './protocol.ts';

/** What happens to a page. */
export type PageEvent = PageEventMessage['tunez'];

/** How a page comes to a stop: nobody looks at it, or another one takes its place. */
export type Stop = 'frozen' | 'put_aside';

// The browser freezes a worker with its page, and one that is busy then would find the message only when
// both go on: until then nobody else could have the database, or get its turn. So where there are other
// tabs a page gives its worker the time to come to it: `timeFor` says how much, in milliseconds.
export function tellLife(
  tell: (event: PageEvent) => void,
  timeFor: (stop: Stop) => number,
  signal: AbortSignal,
): void {
  const { document } = globalThis as { document?: Document };
  if (document === undefined) return;
  const on = (target: EventTarget, type: string, listener: (event: Event) => void): void =>
    target.addEventListener(type, listener, { signal });
  let isPutAside = false;
  const freeze = (stop: Stop): void => {
    tell('frozen');
    const end = timeFor(stop) + performance.now();
    while (performance.now() < end);
  };
  on(document, 'visibilitychange', () => {
    if (document.hidden) tell('hidden');
  });
  on(document, 'freeze', () => {
    if (!isPutAside) freeze('frozen');
  });
  on(document, 'resume', () => tell('resumed'));
  on(globalThis, 'pagehide', (event) => {
    isPutAside = (event as PageTransitionEvent).persisted;
    if (isPutAside) freeze('put_aside');
    else tell('gone');
  });
  on(globalThis, 'pageshow', (event) => {
    isPutAside = false;
    if ((event as PageTransitionEvent).persisted) tell('resumed');
  });
}

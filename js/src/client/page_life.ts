// What the browser does to a page, told to who keeps its worker.

/** Told of it. */
export interface PageListener {
  /** Nobody sees the page. */
  onHidden(): void;
  /**
   * The page comes to a stop when this returns: the browser freezes it, or puts it aside for another
   * that takes its place. Its workers stop with it, wherever their code is.
   */
  onStop(stop: Stop): void;
  onResume(): void;
  onGone(): void;
}

/** How a page comes to a stop: nobody looks at it, or another one takes its place. */
export type Stop = 'frozen' | 'put_aside';

/** Listens to the page's life, where there is a page, until `signal`. */
export function listenToLife(listener: PageListener, signal: AbortSignal): void {
  const { document } = globalThis as { document?: Document };
  if (document === undefined) return;
  const on = (target: EventTarget, type: string, call: (event: Event) => void): void =>
    target.addEventListener(type, call, { signal });
  let isPutAside = false;
  on(document, 'visibilitychange', () => {
    if (document.hidden) listener.onHidden();
  });
  on(document, 'freeze', () => {
    if (!isPutAside) listener.onStop('frozen');
  });
  on(document, 'resume', () => listener.onResume());
  on(globalThis, 'pagehide', (event) => {
    isPutAside = (event as PageTransitionEvent).persisted;
    if (isPutAside) listener.onStop('put_aside');
    else listener.onGone();
  });
  on(globalThis, 'pageshow', (event) => {
    isPutAside = false;
    if ((event as PageTransitionEvent).persisted) listener.onResume();
  });
}

/** Keeps this thread busy. */
export function holdUp(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/**
 * Says when a new version of the app is installed and waits. Taking it reloads the page once; it is
 * never taken unasked, so nothing changes under a form that is being filled in.
 */
type Listener = (takeIt: () => void) => void;

const listeners = new Set<Listener>();
let waiting: ServiceWorker | undefined;

export function onUpdateReady(listener: Listener): () => void {
  listeners.add(listener);
  if (waiting) listener(() => take(waiting!));
  return () => listeners.delete(listener);
}

export function announce(worker: ServiceWorker): void {
  waiting = worker;
  for (const listener of listeners) listener(() => take(worker));
}

function take(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  worker.postMessage('use the new version');
}

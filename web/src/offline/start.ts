import { announce } from './updates';

/** Registers the service worker of a built app; in development there is none. */
export function startOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // The first load has better uses for the network than storing the app.
  if (document.readyState === 'complete') void register();
  else addEventListener('load', () => void register(), { once: true });
}

async function register(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.register('/service-worker.js');
    watch(registration);
  } catch {
    // Without it the app works as long as the server can be reached.
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting && navigator.serviceWorker.controller) announce(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      const replaces = navigator.serviceWorker.controller !== null;
      if (worker.state === 'installed' && replaces) announce(worker);
    });
  });
}

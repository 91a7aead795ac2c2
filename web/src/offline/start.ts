import { settled } from '../db';
import { announce } from './updates';

/** An opening that waits for another tab may take long, and the app is to work offline all the same. */
const longestWait = 5_000;

/** Registers the service worker of a built app; in development there is none. */
export function startOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  if (document.readyState === 'complete') void begin();
  else addEventListener('load', () => void begin(), { once: true });
}

/** The first load has better uses for the network and the processor than storing the app. */
async function begin(): Promise<void> {
  await Promise.race([settled(), new Promise((resolve) => setTimeout(resolve, longestWait))]);
  await register();
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

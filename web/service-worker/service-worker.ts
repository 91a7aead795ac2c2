// Makes the app open without a network. The build writes the list of files and its version into it.
//
// 1. A version's files are fetched together, when it is installed, or it is not installed at all.
// 2. A page gets all its files from one version: files come from the cache first, and a new version
//    takes over only when no page uses the old one, or when the person asked for it.
// 3. What the build did not list is none of its business and goes to the network.
declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const prefix = 'tunez-';
const cacheName = prefix + __VERSION__;
const files = new Set(__FILES__);
const page = '/index.html';

self.addEventListener('install', (event) => event.waitUntil(store()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => {
  if (event.data === 'use the new version') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(serve(path, event.request));
});

/** Hashed files may come from the browser's cache, the others must be those of this very build. */
async function store(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([...files].map((file) => new Request(file, { cache: cacheModeOf(file) })));
}

function cacheModeOf(file: string): RequestCache {
  return file.startsWith('/assets/') ? 'default' : 'reload';
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The listed file that answers a request, if any does: every other address of the app is one page. */
function pathOf(request: Request): string | undefined {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return undefined;
  if (files.has(url.pathname)) return url.pathname;
  return request.mode === 'navigate' ? page : undefined;
}

async function serve(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  return (await cache.match(path)) ?? fetch(request);
}

export {};

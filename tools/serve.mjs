#!/usr/bin/env node
// Serves a built web app from this machine, for this machine: `node tools/serve.mjs [folder]`.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup/paths.mjs';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const headers = {
  'Content-Security-Policy': [
    `default-src 'self'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `worker-src 'self'`,
    `img-src 'self' https: data: blob:`,
    `style-src 'self'`,
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  // The service worker keeps what it needs; in between, a new build must show at once.
  'Cache-Control': 'no-cache',
};

/**
 * Serves a folder on 127.0.0.1 at `port`, or the next one that is free (0: any). Resolves to
 * { address, close }.
 */
export async function serve(folder, port = 0) {
  const server = createServer((request, response) => answer(folder, request, response));
  await listen(server, port);
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function listen(server, port) {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      if (error.code !== 'EADDRINUSE' || port >= 65535) fail(error);
      else listen(server, port + 1).then(done, fail);
    });
    server.listen(port, '127.0.0.1', done);
  });
}

function answer(folder, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const file = fileFor(folder, request.url);
  if (!file) return refuse(response, 404);
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file.path).pipe(response);
}

function refuse(response, status) {
  response.writeHead(status, { ...headers, 'Content-Type': types['.txt'] });
  response.end(`${status}\n`);
}

// A path without an extension is a page of the app, which finds it by itself.
function fileFor(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (path.includes('\0')) return null;
  const wanted = resolve(join(folder, normalize(path)));
  if (wanted !== resolve(folder) && !wanted.startsWith(`${resolve(folder)}/`)) return null;
  return existing(wanted) ?? (extname(path) ? null : existing(join(folder, 'index.html')));
}

function existing(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? { path, size: stat.size } : null;
}

/** Serves until interrupted, and says where. */
export async function serveForPerson(folder = join(root, 'web/dist')) {
  const { address } = await serve(folder, Number(process.env.PORT || 4321));
  console.log(`Tunez is at ${address} (Ctrl-C ends it)`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serveForPerson(process.argv[2]);

// `npm run bench:form`: what a keystroke costs in the form of an album with 200 tracks, in Chromium, from the page to the
// worker and back. Prints medians and the 99th percentile; says nothing about whether that is good.
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumFlags } from '../../faults/chromium_flags.mjs';
import type { Keystrokes } from './page.ts';

const tracks = 200;
const keystrokes = 500;
const here = new URL('.', import.meta.url).pathname;
const engine = new URL('../../../js/dist/', import.meta.url).pathname;
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

const folder = await mkdtemp(join(tmpdir(), 'tunez-form-'));
await build({
  entryPoints: { page: join(here, 'page.ts'), worker: join(here, 'worker.ts') },
  outdir: folder,
  bundle: true,
  format: 'esm',
  conditions: ['browser'],
  external: ['./tunez.mjs'],
  logLevel: 'error',
});
const server = createServer((request, response) => {
  const name = request.url === '/' ? 'index.html' : request.url!.slice(1);
  if (name === 'index.html') {
    response.setHeader('content-type', 'text/html');
    response.end('<script type="module" src="/page.js"></script>');
    return;
  }
  const source = join(name.startsWith('tunez.') ? engine : folder, name);
  readFile(source).then(
    (content) => {
      response.setHeader('content-type', types[extname(name)] ?? 'text/plain');
      response.end(content);
    },
    () => {
      response.statusCode = 404;
      response.end();
    },
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as { port: number };
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: chromiumFlags,
});
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction('typeof measure === "function"');
  const { whole, page: onPage } = await page.evaluate<Keystrokes>(
    `measure(${tracks}, ${keystrokes})`,
  );
  console.log(`form.validate of an album with ${tracks} tracks, ${keystrokes} keystrokes, ms`);
  console.log(row('page to worker and back', whole));
  console.log(row('until the page is free again', onPage));
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}

function row(name: string, samples: readonly number[]): string {
  const sorted = samples.slice(20).sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
  return `${name.padEnd(30)} median ${at(0.5).toFixed(2)}  p99 ${at(0.99).toFixed(2)}`;
}

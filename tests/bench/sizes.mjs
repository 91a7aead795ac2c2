// What a browser downloads: the engine, and the package's JavaScript as a bundler makes it of everything that is exported.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Sizes as { label, raw, gzip, brotli } in bytes; null for what is not built. */
export async function downloadSizes() {
  const wasm = join(root, 'js/dist/tunez.wasm');
  return {
    wasm: measured('tunez.wasm', existsSync(wasm) ? [readFileSync(wasm)] : null),
    js: measured('JavaScript in the page (`tunez`)', await bundle('tunez')),
    worker: measured('JavaScript in the worker (`tunez/worker`)', await bundle('tunez/worker')),
  };
}

/** The files that the entry loads, at once or later; the engine itself is not among them. */
async function bundle(entry) {
  try {
    const { outputFiles } = await build({
      stdin: { contents: `export * from '${entry}';`, resolveDir: root },
      bundle: true,
      splitting: true,
      outdir: '/',
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      external: ['node:*', 'module'],
      logLevel: 'silent',
    });
    return outputFiles.map((file) => Buffer.from(file.contents));
  } catch {
    return null;
  }
}

function measured(label, files) {
  if (files === null) return null;
  const total = (size) => files.reduce((all, file) => all + size(file).length, 0);
  return {
    label,
    raw: total((file) => file),
    gzip: total((file) => gzipSync(file, { level: 9 })),
    brotli: total((file) => brotliCompressSync(file)),
  };
}

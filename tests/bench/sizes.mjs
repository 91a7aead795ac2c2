// What a browser downloads: the engine, and the package's JavaScript as a bundler makes it of everything that is exported:
// the entry with what it imports, and apart from it what is only loaded when it is needed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Sizes as { label, raw, gzip, brotli } in bytes; null for what is not built. */
export async function downloadSizes() {
  const engine = (name) => {
    const file = join(root, 'js/dist', name);
    return existsSync(file) ? [readFileSync(file)] : null;
  };
  const page = await bundle('tunez');
  const worker = await bundle('tunez/worker');
  return {
    wasm: measured('tunez.wasm', engine('tunez.wasm')),
    wasm_later: measured(
      '… for what is seldom needed, loaded after it',
      engine('tunez.deferred.wasm'),
    ),
    js: measured('JavaScript in the page (`tunez`)', page?.entry ?? null),
    js_later: measured('… for `open` in the page', page?.later ?? null),
    worker: measured('JavaScript in the worker (`tunez/worker`)', worker?.entry ?? null),
    worker_later: measured('… for a kind of storage', worker?.later ?? null),
  };
}

/** The files that an entry loads at once, and those that it may load later; the engine is not among them. */
async function bundle(entry) {
  let built;
  try {
    built = await build({
      stdin: { contents: `export * from '${entry}';`, resolveDir: root },
      bundle: true,
      splitting: true,
      metafile: true,
      outdir: '/',
      write: false,
      minify: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      logLevel: 'silent',
    });
  } catch {
    return null;
  }
  const { outputs } = built.metafile;
  const atOnce = new Set();
  const add = (path) => {
    if (atOnce.has(path) || outputs[path] === undefined) return;
    atOnce.add(path);
    for (const imported of outputs[path].imports)
      if (imported.kind === 'import-statement') add(imported.path);
  };
  add(Object.keys(outputs).find((path) => outputs[path].entryPoint === '<stdin>'));
  const contents = (isWanted) =>
    Object.keys(outputs).flatMap((path, index) =>
      isWanted(atOnce.has(path)) ? [Buffer.from(built.outputFiles[index].contents)] : [],
    );
  return { entry: contents((isAtOnce) => isAtOnce), later: contents((isAtOnce) => !isAtOnce) };
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

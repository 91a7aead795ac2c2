// A small page of its own with the built package, served from this machine.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { serve } from '../../tools/serve.mjs';
import { Ledger, migrationsOf } from './ledger.mjs';
import { Diary } from './site/domain.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Resolves to { url, close }; `url` is the page's. Other pages are served beside it, `NAME.html` for each
 * of `pages` by name; `alias` and `define` are options of esbuild for them.
 */
export async function serveSite({ pages = {}, alias = {}, define = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tunez-site-'));
  const [first] = await migrationsOf(Diary, Ledger);
  const second = {
    version: '20260201000000',
    name: 'notes',
    up: ['ALTER TABLE entries ADD COLUMN note TEXT'],
    down: ['ALTER TABLE entries DROP COLUMN note'],
  };
  await build({
    entryPoints: { ...pages, page: here('site/page.mjs'), worker: here('site/worker.mjs') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*', 'module'],
    alias,
    define: { ...define, MIGRATIONS: JSON.stringify([first, second]) },
    logLevel: 'error',
  });
  for (const file of ['tunez.wasm', 'tunez.deferred.wasm'])
    copyFileSync(here(`../../js/dist/${file}`), join(folder, file));
  const page = (name) =>
    `<!doctype html><title>Tunez</title><script type="module" src="${name}.js"></script>`;
  writeFileSync(join(folder, 'index.html'), page('page'));
  for (const name of Object.keys(pages)) writeFileSync(join(folder, `${name}.html`), page(name));
  writeFileSync(join(folder, 'elsewhere.html'), '<!doctype html><title>Elsewhere</title>');
  const { address, close } = await serve(folder);
  return {
    url: address,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

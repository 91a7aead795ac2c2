// What a bundler makes of the package for a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

for (const entry of [
  'tunez',
  'tunez/worker',
  'tunez/react',
  'tunez/changes',
  'tunez/preparations',
  'tunez/validations',
])
  test(`${entry} is bundled for browsers without anything of Node`, async () => {
    const { metafile } = await build({
      stdin: { contents: `export * from '${entry}';`, resolveDir: root },
      bundle: true,
      splitting: true,
      metafile: true,
      outdir: '/',
      write: false,
      format: 'esm',
      platform: 'browser',
      external: ['react'],
      logLevel: 'silent',
    });
    const outside = Object.values(metafile.outputs)
      .flatMap(({ imports }) => imports)
      .filter(({ external, path }) => external === true && path !== 'react');
    assert.deepEqual(outside, []);
  });

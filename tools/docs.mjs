#!/usr/bin/env node
// `npm run docs`: the API reference, as Markdown in docs/api/, from the package's sources.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, packaged } from './lib/command.mjs';
import { root } from './setup/paths.mjs';

const { exports } = JSON.parse(readFileSync(join(root, 'js/package.json'), 'utf8'));
// Every entry point has a source file of the name that its types have.
const entries = Object.values(exports ?? {})
  .map(({ types }) => types?.replace('./dist/types/', 'js/src/').replace('.d.ts', '.ts'))
  .filter((file) => file && existsSync(join(root, file)));
const { ok } = await command(packaged('typedoc'), [
  '--plugin',
  'typedoc-plugin-markdown',
  '--tsconfig',
  'js/tsconfig.json',
  '--out',
  'docs/api',
  '--readme',
  'none',
  '--disableSources',
  '--excludeInternal',
  ...entries,
]);
process.exitCode = ok ? 0 : 1;

#!/usr/bin/env node
// `npm run format`: lays out all sources as `npm run check` wants them.
import { fileURLToPath } from 'node:url';
import { command, packaged } from './lib/command.mjs';
import { filesBelow } from './lib/files.mjs';

export const prettierArguments = ['--cache', '--cache-location=build/prettier', '.'];

export const clangFormatFiles = () =>
  ['core', 'wasm', 'tests'].flatMap((folder) => filesBelow(folder, /\.(cc|h)$/));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = clangFormatFiles();
  const results = await Promise.all([
    sources.length > 0 ? command('clang-format-19', ['-i', ...sources]) : { ok: true },
    command(packaged('prettier'), ['--write', '--log-level=warn', ...prettierArguments]),
  ]);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}

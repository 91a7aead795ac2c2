#!/usr/bin/env node
// Writes the TypeScript that is derived from the core's tables. The results are committed; `--check`
// writes nothing and fails if one of them is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const outputs = {
  'js/src/generated/error_codes.ts': errorCodes,
  'js/src/generated/manage_shortcuts.ts': manageShortcuts,
  'js/src/generated/version.ts': version,
};

function errorCodes() {
  const table = readFileSync(join(root, 'core/base/error_codes.def'), 'utf8');
  const rows = [...table.matchAll(/^TUNEZ_ERROR_CODE\((\w+), "(\w+)", (\w+)\)/gm)];
  if (rows.length === 0) throw new Error('core/base/error_codes.def has no TUNEZ_ERROR_CODE lines');
  const lines = rows.map(
    ([, code, name, errorClass]) => `  /** ${name}, class ${errorClass}. */\n  | '${code}'`,
  );
  return [
    '// Written by tools/generate.mjs from core/base/error_codes.def. Do not edit.',
    '',
    '/** The codes of the errors that the core reports. */',
    'export type ErrorCode =',
    `${lines.join('\n')};`,
    '',
  ].join('\n');
}

function manageShortcuts() {
  const table = readFileSync(join(root, 'core/resource/manage_shortcuts.def'), 'utf8');
  const rows = [...table.matchAll(/^TUNEZ_SHORTCUT\((\w+), (\w+), (\w+), (\w+), (\w+)\)/gm)];
  if (rows.length === 0) throw new Error('core/resource/manage_shortcuts.def has no lines');
  const lines = rows.map(
    ([, name, lookup, noMatch, match, missing]) =>
      `  ${name}: {\n    onLookup: '${lookup}',\n    onNoMatch: '${noMatch}',\n` +
      `    onMatch: '${match}',\n    onMissing: '${missing}',\n  },`,
  );
  return [
    '// Written by tools/generate.mjs from core/resource/manage_shortcuts.def. Do not edit.',
    '',
    '/** What the shortcuts of `manageRelationship` stand for. */',
    'export const manageShortcuts = {',
    ...lines,
    '} as const;',
    '',
  ].join('\n');
}

function version() {
  const { version: number } = JSON.parse(readFileSync(join(root, 'js/package.json'), 'utf8'));
  return [
    '// Written by tools/generate.mjs from js/package.json. Do not edit.',
    '',
    '/** The version of the package. */',
    `export const version = '${number}';`,
    '',
  ].join('\n');
}

/** The files whose content is not what the tables say, after writing them unless `check`. */
export function generate({ check = false } = {}) {
  return Object.entries(outputs).flatMap(([path, make]) => {
    const file = join(root, path);
    const text = make();
    if (readOrNothing(file) === text) return [];
    if (!check) writeFileSync(file, text);
    return [path];
  });
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const changed = generate({ check });
  for (const path of changed) console.log(check ? `out of date: ${path}` : `wrote ${path}`);
  if (check && changed.length > 0) process.exitCode = 1;
}

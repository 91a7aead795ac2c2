// Lists and fingerprints source files.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../setup/paths.mjs';

const generatedFolders = new Set(['node_modules', 'dist', 'build', '.git']);

/** Where JavaScript and TypeScript are, and the types that they have from each other. */
export const scripts = [
  'js',
  'js/dist',
  'web',
  'tests',
  'tools',
  'docs',
  'migrations',
  'package-lock.json',
];

/** Files below a folder whose name matches, as paths relative to the root, sorted. */
export function filesBelow(folder, pattern = /./, base = root) {
  const start = resolve(base, folder);
  if (!existsSync(start)) return [];
  const found = [];
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!generatedFolders.has(entry.name)) visit(path);
      } else if (pattern.test(entry.name)) found.push(relative(base, path));
    }
  };
  visit(start);
  return found.sort();
}

/** A hash over names and contents of files and folders (seen from the root; absent ones too). */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const absolute = resolve(root, path);
    if (!existsSync(absolute)) hash.update(`${path} absent\n`);
    else if (statSync(absolute).isDirectory())
      for (const file of filesBelow(path)) hash.update(file).update(readFileSync(join(root, file)));
    else hash.update(path).update(readFileSync(absolute));
  }
  return hash.digest('hex');
}

// A cache entry is a folder that is either complete or absent.
//
// 1. It is filled under a temporary name and renamed once complete, so a killed setup leaves none.
// 2. Its manifest (name, size and, for small entries, SHA-256 of every file) is written last, and
//    is compared with what is there on every run: a damaged entry is thrown away and made again.
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cache } from './paths.mjs';
import { say } from './say.mjs';
import { withLock } from './lock.mjs';

const manifestName = 'manifest.json';

/**
 * The folder of the entry, made by `fill(temporaryFolder, finalFolder)` when it is not there.
 * With `hashed`, contents are verified on each run; without, only names and sizes.
 */
export async function cacheEntry({ name, announce, hashed = true }, fill) {
  const folder = join(cache, name);
  if (isComplete(folder, hashed)) return folder;
  return withLock(join(cache, `${name}.lock`), async () => {
    if (isComplete(folder, hashed)) return folder;
    if (existsSync(folder)) say(`${name} in the cache is damaged, and is made again`);
    say(announce);
    const temporary = `${folder}.partial`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true });
    await fill(temporary, folder);
    const manifest = { folder, files: describe(temporary, hashed) };
    writeFileSync(join(temporary, manifestName), JSON.stringify(manifest));
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
    return folder;
  });
}

export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

function isComplete(folder, hashed) {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, manifestName), 'utf8'));
    // A moved cache does not count: wrappers in it name the folder they were made for.
    if (manifest.folder !== folder) return false;
    return Object.entries(manifest.files).every(
      ([file, expected]) => fingerprint(join(folder, file), hashed) === expected,
    );
  } catch {
    return false;
  }
}

function describe(folder, hashed) {
  const files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    // Python keeps compiled copies beside its sources and rewrites them when it likes.
    if (file.includes('__pycache__')) continue;
    files[file.slice(folder.length + 1)] = fingerprint(file, hashed);
  }
  return files;
}

const fingerprint = (file, hashed) => (hashed ? sha256(readFileSync(file)) : lstatSync(file).size);

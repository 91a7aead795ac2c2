// Where setup reads and writes.
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const build = join(root, 'build');
export const cache = resolve(
  process.env.TUNEZ_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tunez'),
);

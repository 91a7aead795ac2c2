// Compiles limit.c against the very SQLite that the engine links, so that both have the same flags.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const source = fileURLToPath(new URL('limit.c', import.meta.url));
const sqlite = join(root, 'build/wasm/libsqlite3.a');
const settings = join(root, 'build/env.json');
export const limitModule = join(root, 'build/bench/limit.mjs');

/** Builds the harness when it is older than its sources. Returns why it cannot be had, or nothing. */
export function buildLimit(say) {
  if (!existsSync(sqlite) || !existsSync(settings))
    return 'the engine is not built (npm run build)';
  if (isNewer(limitModule, source) && isNewer(limitModule, sqlite)) return undefined;
  say('Compiling the C harness …');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  const { emscripten, thirdParty } = JSON.parse(readFileSync(settings, 'utf8'));
  const built = spawnSync(
    join(emscripten, 'emcc'),
    [...options(thirdParty.sqlite), '-o', limitModule],
    {
      encoding: 'utf8',
    },
  );
  if (built.status === 0) return undefined;
  return `emcc failed: ${(built.stderr || String(built.error)).trim().split('\n').at(-1)}`;
}

function options(sqliteFolder) {
  return [
    source,
    sqlite,
    `-I${sqliteFolder}`,
    '-O2',
    '-DNDEBUG',
    '--no-entry',
    '-sALLOW_MEMORY_GROWTH',
    '-sENVIRONMENT=node',
    '-sEXPORTED_RUNTIME_METHODS=HEAPU32,stringToNewUTF8',
    '-sEXPORTED_FUNCTIONS=_malloc,_free',
    '-sEXPORT_ES6',
    '-sINITIAL_MEMORY=67108864',
    '-sMODULARIZE',
    '-sSTACK_SIZE=1048576',
  ];
}

function isNewer(path, than) {
  return existsSync(path) && statSync(path).mtimeMs > statSync(than).mtimeMs;
}

#!/usr/bin/env node
// Fails on an #include or import that points upward:
//
// 1. In core/, a folder includes itself and the folders above it in TUNEZ_LAYERS, and nothing else
//    of ours. The order is written once, in tools/cmake/TunezCore.cmake.
// 2. wasm/ and tests/ include core/; nothing includes wasm/ but wasm/ itself.
// 3. Emscripten is included in wasm/ and tests/support/wasm_* only, and nothing else asks whether it
//    is there.
// 4. js/src/ stays within itself; only its wire/ may import the engine.
// 5. web/ imports `tunez` and `tunez/…`, never a file of the package or of another folder.
// 6. tools/ imports packages when it needs them, not when it is loaded: it is what installs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './lib/files.mjs';
import { cxxProblems } from './check/cxx-layers.mjs';
import { importProblems } from './check/import-layers.mjs';
import { root } from './setup/paths.mjs';

/** All upward references of a source tree, as "file:line: sentence". */
export function layerProblems(tree = root, order = layerOrder()) {
  const problems = [];
  const read = (file) => readFileSync(join(tree, file), 'utf8');
  for (const file of ['core', 'wasm', 'tests'].flatMap((f) => filesBelow(f, /\.(cc|h|def)$/, tree)))
    problems.push(...cxxProblems(file, read(file), tree, order));
  for (const file of ['js/src', 'web'].flatMap((f) =>
    filesBelow(f, /\.(ts|tsx|mts|js|mjs)$/, tree),
  ))
    problems.push(...importProblems(file, read(file)));
  for (const file of filesBelow('tools', /\.mjs$/, tree))
    problems.push(...importProblems(file, read(file)));
  return problems;
}

/** The folders of core/ in their order; the last one, "engine", is core/ itself. */
export function layerOrder() {
  const cmake = readFileSync(join(root, 'tools/cmake/TunezCore.cmake'), 'utf8');
  const list = /set\(TUNEZ_LAYERS\n([^)]*)\)/.exec(cmake)[1];
  return list.replaceAll(/#.*/g, '').trim().split(/\s+/);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = layerProblems();
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

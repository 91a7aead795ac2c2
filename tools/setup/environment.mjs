// Tells CMake and the other tools where things are, in build/ (never committed).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './paths.mjs';

/**
 * Writes build/env.json for tools, build/third_party.cmake for CMakeLists.txt and
 * build/emscripten.cmake, the toolchain file of the wasm presets.
 */
export function writeEnvironment(environment) {
  mkdirSync(build, { recursive: true });
  const variables = Object.entries(environment.thirdParty).map(
    ([name, folder]) => `set(TUNEZ_${name.toUpperCase()}_DIR "${folder}")`,
  );
  const toolchain = join(environment.emscripten, 'cmake/Modules/Platform/Emscripten.cmake');
  writeWhenChanged('env.json', `${JSON.stringify(environment, null, 2)}\n`);
  writeWhenChanged('third_party.cmake', `${variables.join('\n')}\n`);
  writeWhenChanged('emscripten.cmake', `include("${toolchain}")\n`);
  return environment;
}

// An untouched file does not make CMake configure again.
function writeWhenChanged(name, content) {
  const file = join(build, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  writeFileSync(file, content);
}

// The direction of #includes.
import { includesIn, resolveInclude } from './includes.mjs';

/** The layer of a file in core/ ("data_layer/sqlite" before "data_layer"), undefined if none. */
export function layerOf(file, order) {
  const inside = file.slice('core/'.length);
  if (!inside.includes('/')) return 'engine';
  const holding = order.filter((layer) => inside.startsWith(`${layer}/`));
  return holding.sort((a, b) => b.length - a.length)[0];
}

export function cxxProblems(file, text, tree, order) {
  // The host of the tests in WebAssembly is one, too; CMake compiles those files nowhere else.
  const inWasm = file.startsWith('wasm/') || file.startsWith('tests/support/wasm_');
  const problems = [];
  const refuse = (line, sentence) => problems.push(`${file}:${line}: ${sentence}`);

  if (file.startsWith('core/') && layerOf(file, order) === undefined)
    refuse(1, 'its folder has no place in the order of core/ (TUNEZ_LAYERS in TunezCore.cmake)');
  for (const { line, target } of includesIn(text)) {
    if (target.startsWith('emscripten')) {
      if (!inWasm) refuse(line, 'only wasm/ includes Emscripten');
      continue;
    }
    const included = resolveInclude(file, target, tree);
    if (included) {
      const sentence = directionProblem(file, included, order);
      if (sentence) refuse(line, sentence);
    }
  }
  if (!inWasm)
    for (const [index, content] of text.split('\n').entries())
      if (/^\s*#.*__EMSCRIPTEN__/.test(content))
        refuse(index + 1, 'only wasm/ knows of Emscripten');
  return problems;
}

function directionProblem(file, included, order) {
  if (included.startsWith('wasm/'))
    return file.startsWith('wasm/') ? null : `nothing outside wasm/ includes ${included}`;
  if (!file.startsWith('core/')) {
    if (included.startsWith('tests/') && !file.startsWith('tests/'))
      return `only tests/ includes ${included}`;
    return null;
  }
  if (!included.startsWith('core/')) return `core/ includes only core/, not ${included}`;
  const [from, to] = [layerOf(file, order), layerOf(included, order)];
  if (from === undefined || to === undefined || order.indexOf(to) <= order.indexOf(from))
    return null;
  return `${from} comes before ${to} in core/, so it cannot include ${included}`;
}

// Reads the #includes of a C++ file.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Every #include of a source text, as { line, target } with the target as it is written. */
export function includesIn(text) {
  return text.split('\n').flatMap((content, index) => {
    const found = /^\s*#\s*include\s*[<"]([^">]+)[">]/.exec(content);
    return found ? [{ line: index + 1, target: found[1] }] : [];
  });
}

/**
 * The file of ours that an include names, relative to the tree, or null when it is not ours. Looks
 * where the compiler looks: beside the file, then in core/, tests/ and the root.
 */
export function resolveInclude(file, target, tree) {
  const places = [dirname(file), 'core', 'tests', '.'];
  const found = places.map((place) => normalize(join(place, target)));
  return found.find((path) => existsSync(join(tree, path))) ?? null;
}

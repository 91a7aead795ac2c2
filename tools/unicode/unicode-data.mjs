// Reads the files of the Unicode Character Database. Ranges are [first, last], both included.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export class UnicodeData {
  #folder;

  constructor(folder) {
    this.#folder = folder;
  }

  /** The lines of a file, without comments, each split at its semicolons. */
  rows(file) {
    return readFileSync(join(this.#folder, file), 'utf8')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line !== '')
      .map((line) => line.split(';').map((field) => field.trim()));
  }

  /** The ranges whose fields after the first are these, sorted and merged. */
  ranges(file, ...wanted) {
    const found = this.rows(file)
      .filter(([, ...fields]) => wanted.every((field, index) => fields[index] === field))
      .map(([codes]) => {
        const [first, last = first] = codes.split('..');
        return [parseInt(first, 16), parseInt(last, 16)];
      });
    return merge(found);
  }
}

export const codePoints = (text) => text.split(' ').map((code) => parseInt(code, 16));

function merge(ranges) {
  const merged = [];
  for (const [first, last] of ranges.sort((left, right) => left[0] - right[0])) {
    const previous = merged.at(-1);
    if (previous && previous[1] + 1 === first) previous[1] = last;
    else merged.push([first, last]);
  }
  return merged;
}

// Records in the packed form of docs/wire.md §12: all their text as two strings of which each value is
// a slice, and a list of numbers that says how long each is.
//
// 1. A slice keeps the text that it is part of. Records that were read together live together.
// 2. No key is special: `__proto__` is an own field of the record that each one is copied from.
import { revive } from './codec.ts';

/** How a cell stands among the words (`CellForm` in core/type/type.h). */
const [text, integer, real] = [0, 1, 2];
/** How a text does (`TextForm` in core/message/packed.cc). */
const [ascii, wide, json] = [0, 1, 2];
const formBits = 2;
const formMask = 3;

const nil = -1;
const nilInteger = -0x8000_0000;
const integerAsText = nilInteger + 1;
const booleanAsText = 2;
const noReal = -1;
const nilReal = 0;

const firstLetter = 'P'.charCodeAt(0);
const headerWords = 5;
const wordSize = 4;
// Applications read in some hundred ways; one that makes up ways without end must not fill memory.
const mostShapes = 1_000;

const asciiDecoder = new TextDecoder();
const wideDecoder = new TextDecoder('utf-16le', { ignoreBOM: true });

type Kind = 'one' | 'many' | 'page';
/** The fields of records: how the cells of each stand, or what is loaded under it. */
export type RecordDescription = readonly (
  | readonly [key: string, form: number]
  | readonly [key: string, kind: Kind, fields: RecordDescription]
)[];
type Fields = Record<string, unknown>;

/** What the records of one level have in common. */
export interface RecordShape {
  readonly keys: readonly string[];
  readonly forms: readonly number[];
  readonly related: readonly Related[];
  /** A record whose fields are all there. */
  readonly blank: Readonly<Fields>;
}

interface Related {
  readonly key: string;
  readonly kind: Kind;
  readonly shape: RecordShape;
}

const shapes = new Map<string, Omit<Related, 'key'>>();

/** From what the engine says of the fields of records. */
export function recordShape(description: RecordDescription): RecordShape {
  const keys: string[] = [];
  const forms: number[] = [];
  const related: Related[] = [];
  for (const [key, form, fields] of description) {
    if (typeof form === 'number') {
      keys.push(key);
      forms.push(form);
    } else {
      related.push({ key, kind: form, shape: recordShape(fields) });
    }
  }
  const all = description.map(([key]) => `${JSON.stringify(key)}:null`).join();
  return { keys, forms, related, blank: JSON.parse(`{${all}}`) as Fields };
}

/** Whether what begins there is packed, and not JSON. */
export function isPacked(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === firstLetter;
}

/**
 * What begins there, at a multiple of four. The engine wrote it, whose words are not checked again.
 *
 * @param words the memory of these bytes.
 */
export function unpack(
  bytes: Uint8Array,
  words: Int32Array,
  start: number,
  known?: RecordShape,
): unknown {
  const head = start / wordSize;
  const described = words[head + 2]!;
  const asciiLength = words[head + 3]!;
  const wideLength = words[head + 4]!;
  const firstWord = head + headerWords;
  const asciiStart = (firstWord + words[head + 1]!) * wordSize;
  const asciiEnd = asciiStart + asciiLength;
  const letters = asciiDecoder.decode(bytes.subarray(asciiStart, asciiEnd));
  const wideStart = asciiEnd + (asciiLength & 1);
  const wideLetters =
    wideLength === 0
      ? ''
      : wideDecoder.decode(bytes.subarray(wideStart, wideStart + 2 * wideLength));
  const reader = new PackedReader(words, firstWord, letters, wideLetters, described);
  if (known !== undefined) return reader.record(known);
  const { kind, shape } =
    shapes.get(letters.slice(0, described)) ??
    // A text of its own: as a part of this one it would keep the whole answer.
    newShape(asciiDecoder.decode(bytes.subarray(asciiStart, asciiStart + described)));
  return reader.related(kind, shape);
}

function newShape(description: string): Omit<Related, 'key'> {
  const [kind, fields] = JSON.parse(description) as [Kind, RecordDescription];
  const made = { kind, shape: recordShape(fields) };
  if (shapes.size === mostShapes) shapes.clear();
  shapes.set(description, made);
  return made;
}

// The two halves of a float.
const halves = new Int32Array(2);
const whole = new Float64Array(halves.buffer);

/** Goes once through the words, and through the texts with them. */
class PackedReader {
  readonly #words: Int32Array;
  readonly #ascii: string;
  readonly #wide: string;
  #at: number;
  #asciiAt: number;
  #wideAt = 0;

  constructor(
    words: Int32Array,
    firstWord: number,
    letters: string,
    wideLetters: string,
    start: number,
  ) {
    this.#words = words;
    this.#at = firstWord;
    this.#ascii = letters;
    this.#wide = wideLetters;
    this.#asciiAt = start;
  }

  related(kind: Kind, shape: RecordShape): unknown {
    const count = this.#words[this.#at++]!;
    if (kind === 'one') return count === 0 ? null : this.record(shape);
    const records: Fields[] = [];
    for (let index = 0; index < count; index++) records.push(this.record(shape));
    return kind === 'many' ? records : { results: records, ...(this.#text() as object) };
  }

  record(shape: RecordShape): Fields {
    const record = { ...shape.blank };
    const { keys, forms, related } = shape;
    for (let index = 0; index < keys.length; index++) {
      const form = forms[index]!;
      record[keys[index]!] = form === text ? this.#text() : this.#cell(form);
    }
    for (const { key, kind, shape: below } of related) record[key] = this.related(kind, below);
    return record;
  }

  #text(): unknown {
    const word = this.#words[this.#at++]!;
    if (word === nil) return null;
    const form = word & formMask;
    const length = word >> formBits;
    if (form === wide) return this.#wide.slice(this.#wideAt, (this.#wideAt += length));
    const letters = this.#ascii.slice(this.#asciiAt, (this.#asciiAt += length));
    if (form === ascii) return letters;
    const value: unknown = JSON.parse(letters);
    return form === json ? value : revive(value);
  }

  #cell(form: number): unknown {
    const word = this.#words[this.#at++]!;
    if (form === real) {
      const high = this.#words[this.#at++]!;
      if (high === noReal) return word === nilReal ? null : this.#text();
      halves[0] = word;
      halves[1] = high;
      return whole[0];
    }
    if (form === integer) {
      if (word > integerAsText) return word;
      return word === nilInteger ? null : this.#text();
    }
    if (word === nil) return null;
    return word === booleanAsText ? this.#text() : word === 1;
  }
}

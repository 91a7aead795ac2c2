// Values as the golden files write them, as the wire writes them (docs/wire.md §1), and when two are the same.
import { isMap, isText, type Json, type JsonMap, mapValues } from './json.ts';

const tags: Record<string, string> = {
  decimal: '$decimal',
  float: '$float',
  bigint: '$integer',
  base64: '$binary',
  date: '$date',
  time: '$time',
  datetime: '$datetime',
  naive_datetime: '$naive_datetime',
  duration: '$duration',
  ci_string: '$ci_string',
  atom: '$atom',
  tuple: '$tuple',
  keyword: '$keyword',
};

/** A value of a golden file as a message holds it. */
export function toWire(value: Json): Json {
  if (Array.isArray(value)) return value.map(toWire);
  // A float: integers of this size are written as `bigint`.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return { $float: value.toExponential() };
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  const [key = ''] = keys;
  const content = value[key] ?? null;
  if (keys.length === 2 && isText(value.union) && 'value' in value)
    return { $union: value.union, value: toWire(value.value ?? null) };
  const tag = tags[key];
  if (keys.length === 1 && tag !== undefined) {
    if (Array.isArray(content) && (key === 'tuple' || key === 'keyword'))
      return { [tag]: content.map(toWire) };
    if (isText(content) && key !== 'tuple' && key !== 'keyword') return { [tag]: content };
  }
  if (keys.some((name) => name.startsWith('$')))
    return { $map: Object.entries(value).map(([name, item]) => [name, toWire(item)]) };
  return mapValues(value, toWire);
}

/** A value of an answer as a golden file would write it. */
export function fromWire(value: Json): Json {
  if (Array.isArray(value)) return value.map(fromWire);
  if (!isMap(value)) return value;
  const [key = ''] = Object.keys(value);
  if (!key.startsWith('$')) return mapValues(value, fromWire);
  const content = value[key] ?? null;
  switch (key) {
    case '$union':
      return { union: content, value: fromWire(value.value ?? null) };
    case '$map':
      return Object.fromEntries(
        (content as [string, Json][]).map(([name, item]) => [name, fromWire(item)]),
      );
    case '$forbidden':
      return { forbidden_field: true };
    case '$date':
    case '$time':
    case '$datetime':
    case '$naive_datetime':
    case '$duration':
    case '$ci_string':
    case '$atom':
      return content;
    default: {
      const name = Object.keys(tags).find((golden) => tags[golden] === key) ?? key;
      return { [name]: fromWire(content) };
    }
  }
}

/**
 * What an answer leaves out. `full`: it says of every value what kind it is (the answers of `cast`). `plain`: a record, in
 * which decimals are text and a float without a fraction looks like an integer.
 */
export type Detail = 'full' | 'plain';

/** Whether an answer (after fromWire) is what a golden file expects. Decimals are compared as numbers. */
export function same(expected: Json, actual: Json | undefined, detail: Detail = 'plain'): boolean {
  if (actual === undefined) return isMap(expected) && expected.not_loaded === true;
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, i) => same(item, actual[i], detail))
    );
  if (!isMap(expected)) return sameScalar(expected, actual, detail);
  const special = sameSpecial(expected, actual, detail);
  if (special !== undefined) return special;
  return isMap(actual) && sameMap(expected, actual, detail);
}

function sameMap(expected: JsonMap, actual: JsonMap, detail: Detail): boolean {
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].every(
    (key) => Object.hasOwn(expected, key) && same(expected[key] ?? null, actual[key], detail),
  );
}

function sameScalar(expected: Json, actual: Json, detail: Detail): boolean {
  const isFloat =
    detail === 'plain' || (typeof expected === 'number' && !Number.isSafeInteger(expected));
  if (isFloat && isMap(actual) && isText(actual.float)) return Number(actual.float) === expected;
  return expected === actual;
}

/** Undefined where `expected` is a map like any other. */
function sameSpecial(expected: JsonMap, actual: Json, detail: Detail): boolean | undefined {
  if (Object.keys(expected).length !== 1) return undefined;
  if (isText(expected.decimal)) {
    const text = isMap(actual) ? actual.decimal : detail === 'plain' ? actual : undefined;
    return isText(text) && sameDecimal(expected.decimal, text);
  }
  if (isText(expected.float)) {
    const number = isMap(actual) && isText(actual.float) ? Number(actual.float) : actual;
    const tagged = isMap(actual) || detail === 'plain';
    return tagged && typeof number === 'number' && Object.is(number, Number(expected.float));
  }
  if (detail === 'plain' && Array.isArray(expected.tuple) && Array.isArray(actual))
    return same(expected.tuple, actual, detail);
  return undefined;
}

/** Numeric equality of two decimals in any notation, with any number of digits. */
export function sameDecimal(left: string, right: string): boolean {
  const [a, b] = [normalDecimal(left), normalDecimal(right)];
  return a !== undefined && a === b;
}

function normalDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null)
    return /^[+-]?(nan|inf(inity)?)$/i.test(text) ? text.toLowerCase() : undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = digits.replace(/0+$/, '');
  if (trimmed === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - trimmed.length);
  return `${sign === '-' ? '-' : ''}${trimmed}e${String(power)}`;
}

/** Whether two lists hold the same, in any order. */
export function sameUnordered(
  expected: readonly Json[],
  actual: readonly Json[],
  equal: (left: Json, right: Json) => boolean = same,
): boolean {
  if (expected.length !== actual.length) return false;
  const left = [...actual];
  return expected.every((item) => {
    const index = left.findIndex((other) => equal(item, other));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

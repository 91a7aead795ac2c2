// Errors as the golden files write them: `{"class","errors":[{"code","field","fields","type","input","path","message","vars"}]}`.
import { isMap, isText, type Json, type JsonMap, listAt, mapAt } from './json.ts';
import { fromWire, same, sameUnordered } from './values.ts';

/** An error of an answer, with the code under the reference's name for it. */
export function errorFromWire(error: JsonMap): JsonMap {
  const code = isText(error.code) ? error.code : '';
  return { ...(fromWire(error) as JsonMap), code: upperCamel(code) };
}

/** `invalid_attribute` → `InvalidAttribute`. What an application's function throws has a code of its own here. */
function upperCamel(code: string): string {
  if (code === 'callback_failed') return 'UnknownError';
  return code.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether the errors of an answer are the expected ones, in any order. */
export function sameErrors(expected: readonly Json[], actual: readonly Json[]): boolean {
  const converted = actual.filter(isMap).map(errorFromWire);
  return sameUnordered(
    expected,
    converted,
    (left, right) => isMap(left) && isMap(right) && sameError(left, right),
  );
}

/** Whether an error answer (`{class, errors}`) is the expected one. */
export function sameErrorClass(expected: JsonMap, actual: JsonMap): boolean {
  return (
    expected.class === actual.class &&
    sameErrors(listAt(expected, 'errors'), listAt(actual, 'errors'))
  );
}

function sameError(expected: JsonMap, actual: JsonMap): boolean {
  return (
    expected.code === actual.code &&
    sameKey('field', expected, actual) &&
    sameKey('relationship', expected, actual) &&
    (expected.type === undefined || same(expected.type, actual.type)) &&
    (expected.input === undefined || same(expected.input, actual.input)) &&
    same(listAt(expected, 'path'), listAt(actual, 'path')) &&
    sameFields(listAt(expected, 'fields'), listAt(actual, 'fields')) &&
    (!isText(expected.message) || sameText(expected.message, actual.message)) &&
    sameVars(mapAt(expected, 'vars'), mapAt(actual, 'vars'))
  );
}

function sameKey(key: string, expected: JsonMap, actual: JsonMap): boolean {
  return (expected[key] ?? null) === (actual[key] ?? null);
}

function sameFields(expected: Json[], actual: Json[]): boolean {
  return sameUnordered(expected, actual);
}

function sameVars(expected: JsonMap, actual: JsonMap): boolean {
  const given = Object.entries(actual).filter(([, value]) => value !== null);
  const wanted = Object.entries(expected);
  return (
    given.length === wanted.length &&
    wanted.every(([key, value]) => {
      const found = actual[key];
      return isRegularExpression(value, found) || same(value, found);
    })
  );
}

// How a regular expression is written is the implementation's own affair.
function isRegularExpression(expected: Json, actual: Json | undefined): boolean {
  if (!isText(expected)) return false;
  const source = /^~r\/(.*)\/[a-z]*$/s.exec(expected)?.[1];
  return (
    source !== undefined &&
    JSON.stringify(actual ?? null).includes(JSON.stringify(source).slice(1, -1))
  );
}

/** Two families of messages are the implementation's own after their first words. */
function sameText(expected: string, actual: Json | undefined): boolean {
  if (!isText(actual)) return false;
  const own = /^No union type matched|~r\//.exec(expected);
  if (own === null) return expected === actual;
  const end = expected.startsWith('No union') ? 'No union type matched'.length : own.index;
  return actual.startsWith(expected.slice(0, end).trimEnd());
}

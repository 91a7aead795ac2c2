// Values to JSON text and back, as docs/wire.md §1 writes them.
//
// 1. What is sent is either complete or an error: nothing is dropped or rounded on the way. (Absent,
//    as everywhere in JavaScript, is a key whose value is `undefined`. Half a surrogate pair is not
//    text in any encoding; as in every web API it becomes U+FFFD.)
// 2. Nothing recurses deeper than `maximumDepth`, so neither a cycle nor an attack ends in a stack
//    overflow.
// 3. No key is special: `__proto__` is written and read as an own property like any other.
import { Atom, Decimal, ForbiddenField, Instance, maximumDepth, Union } from './values.ts';
import { type ErrorMessage, errorToMessage, hostError, type TunezError } from './errors.ts';

/** What stands for a function, where one is allowed. */
export type FunctionEncoder = (callback: (...args: never[]) => unknown) => unknown;

/** JSON text of a message. Throws `Invalid` (`invalid_message`) for what no message can hold. */
export function encode(message: unknown): string {
  const text = JSON.stringify(toWire(message, 0));
  return text.includes('\\ud') ? replaceLoneSurrogates(text) : text;
}

/** An error that can be posted: the values in it may be such that cannot be cloned, their encoded form can. */
export function errorData(error: TunezError): ErrorMessage {
  return JSON.parse(encode(errorToMessage(error))) as ErrorMessage;
}

/**
 * The value as plain JSON. Maps and arrays that already are plain come back as they are, so a large
 * plain input costs one walk and no copy.
 */
export function toWire(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : { $decimal: String(value) };
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : { $integer: String(value) };
    case 'undefined':
      return null;
    case 'object':
      if (value === null) return null;
      if (depth >= maximumDepth)
        throw hostError(
          'invalid_message',
          `a value is nested deeper than ${maximumDepth} levels, or contains itself`,
        );
      if (Array.isArray(value)) return arrayToWire(value, depth + 1);
      return isPlain(value) ? mapToWire(value, depth + 1) : instanceToWire(value, depth);
    default:
      throw hostError('invalid_message', `a ${typeof value} cannot be sent as a value`);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function arrayToWire(array: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | undefined;
  for (let index = 0; index < array.length; index++) {
    const item = array[index];
    const encoded = toWire(item, depth);
    if (copy === undefined && encoded !== item) copy = array.slice(0, index);
    copy?.push(encoded);
  }
  return copy ?? array;
}

function mapToWire(map: object, depth: number): unknown {
  const keys = Object.keys(map);
  let copy: Record<string, unknown> | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    if (key.charCodeAt(0) === 36 /* $ */) return escapedMap(map, keys, depth);
    const item = (map as Record<string, unknown>)[key];
    // JSON.stringify leaves keys out whose value is undefined, and calls what is named toJSON.
    if (item === undefined) continue;
    const encoded = toWire(item, depth);
    if (copy === undefined && (encoded !== item || key === '__proto__'))
      copy = copyOfKeys(map, keys, index);
    if (copy !== undefined) copy[key] = encoded;
  }
  return copy ?? map;
}

// Without a prototype, so that `__proto__` is an ordinary key of the copy.
function copyOfKeys(map: object, keys: readonly string[], end: number): Record<string, unknown> {
  const copy = Object.create(null) as Record<string, unknown>;
  for (let index = 0; index < end; index++) {
    const key = keys[index]!;
    copy[key] = (map as Record<string, unknown>)[key];
  }
  return copy;
}

function escapedMap(map: object, keys: readonly string[], depth: number): unknown {
  const entries = keys
    .map((key) => [key, (map as Record<string, unknown>)[key]] as const)
    .filter(([, item]) => item !== undefined);
  return { $map: entries.map(([key, item]) => [key, toWire(item, depth)]) };
}

function instanceToWire(value: object, depth: number): unknown {
  if (value instanceof Date) return { $datetime: isoText(value) };
  if (value instanceof Uint8Array) return { $binary: toBase64(value) };
  if (value instanceof ArrayBuffer) return { $binary: toBase64(new Uint8Array(value)) };
  if (value instanceof Decimal) return { $decimal: value.digits };
  if (value instanceof Atom) return { $atom: value.name };
  if (value instanceof Union) return unionToWire(value as Union, depth + 1);
  if (value instanceof Instance)
    return { $struct: value.resource, value: toWire({ ...value.fields }, depth + 1) };
  if (value instanceof ForbiddenField)
    throw hostError('invalid_message', `the forbidden field ${value.field} has no value to send`);
  if (value instanceof Map) return mapEntriesToWire(value, depth + 1);
  if (value instanceof Set) return arrayToWire([...(value as Set<unknown>)], depth + 1);
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function')
    return toWire((value as { toJSON: () => unknown }).toJSON(), depth + 1);
  return mapToWire(value, depth + 1);
}

function unionToWire({ type, value }: Union, depth: number): unknown {
  return { $union: type, value: toWire(value, depth) };
}

function mapEntriesToWire(map: ReadonlyMap<unknown, unknown>, depth: number): unknown {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of map) {
    if (typeof key !== 'string')
      throw hostError('invalid_message', 'the keys of a Map that is sent must be strings');
    copy[key] = item;
  }
  return mapToWire(copy, depth);
}

function isoText(date: Date): string {
  if (Number.isNaN(date.getTime())) throw hostError('invalid_message', 'an invalid Date was given');
  return date.toISOString();
}

// JSON.stringify writes half a surrogate pair as \udxxx, which is no text. An escaped backslash
// before "ud" is text, hence the first alternative.
function replaceLoneSurrogates(json: string): string {
  return json.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (match) =>
    match === '\\\\' ? match : '\ufffd',
  );
}

/**
 * Replaces the tagged values inside `value` (an answer with `"tagged":true`) by what they stand for,
 * in place where it can.
 */
export function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = revive(value[index]);
    return value;
  }
  const map = value as Record<string, unknown>;
  const keys = Object.keys(map);
  const tag = keys[0];
  if (tag !== undefined && tag.charCodeAt(0) === 36 /* $ */) return reviveTag(tag, map);
  for (const key of keys) {
    const item = map[key];
    if (typeof item !== 'object' || item === null) continue;
    const revived = revive(item);
    // The key is an own property already, `__proto__` included, so this sets no prototype.
    if (revived !== item) setOwn(map, key, revived);
  }
  return map;
}

function reviveTag(tag: string, map: Record<string, unknown>): unknown {
  const content = map[tag];
  switch (tag) {
    case '$integer':
      return BigInt(content as string);
    case '$float':
      return Number(content);
    case '$binary':
      return fromBase64(content as string);
    case '$union':
      return new Union(content as string, revive(map['value']));
    case '$map':
    case '$keyword':
      return mapFromEntries(content as [string, unknown][]);
    case '$tuple':
      return revive(content);
    case '$forbidden':
      return new ForbiddenField(content as string);
    case '$decimal':
    case '$date':
    case '$time':
    case '$naive_datetime':
    case '$datetime':
    case '$duration':
    case '$ci_string':
    case '$atom':
      return content;
    default:
      throw hostError('invalid_message', `the answer has an unknown tag ${tag}`);
  }
}

function mapFromEntries(entries: readonly [string, unknown][]): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const [key, item] of entries) setOwn(map, key, revive(item));
  return map;
}

function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

// In steps, because the arguments of one call are limited.
const stepSize = 0x6000;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += stepSize)
    binary += String.fromCharCode(...bytes.subarray(start, start + stepSize));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

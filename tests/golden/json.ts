// Plain JSON, and the few questions that are asked about it.

export type Json = null | boolean | number | string | Json[] | JsonMap;
export interface JsonMap {
  [key: string]: Json;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: Json | undefined): value is string {
  return typeof value === 'string';
}

/** The map at a key, empty where there is none. */
export function mapAt(map: JsonMap, key: string): JsonMap {
  const value = map[key];
  return isMap(value) ? value : {};
}

/** The list at a key, empty where there is none. */
export function listAt(map: JsonMap, key: string): Json[] {
  const value = map[key];
  return Array.isArray(value) ? value : [];
}

/** The text at a key. */
export function textAt(map: JsonMap, key: string): string {
  const value = map[key];
  if (!isText(value))
    throw new Error(`"${key}" is not text in ${JSON.stringify(map).slice(0, 200)}`);
  return value;
}

/** A value inside a line of text: text as it is, anything else as JSON. */
export function asText(value: Json | undefined): string {
  return isText(value) ? value : JSON.stringify(value ?? null);
}

/** The map without the given keys. */
export function without(map: JsonMap, ...keys: string[]): JsonMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** The map with every value replaced. */
export function mapValues(map: JsonMap, change: (value: Json, key: string) => Json): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** Every string that occurs in a value, keys included. */
export function namesIn(value: Json | undefined, found = new Set<string>()): Set<string> {
  if (isText(value)) found.add(value);
  else if (Array.isArray(value)) for (const item of value) namesIn(item, found);
  else if (isMap(value))
    for (const [key, item] of Object.entries(value)) {
      found.add(key);
      namesIn(item, found);
    }
  return found;
}

// The only place that respells: camelCase in JavaScript, snake_case in the core, the wire and the
// database. The core is told both spellings of every field (`key` and `name`), so nothing here runs
// once per record.

const snakeSpellings = new Map<string, string>();
const camelSpellings = new Map<string, string>();

/** `previousNames` → `previous_names`, `coverImageURL` → `cover_image_url`; snake_case stays as it is. */
export function toSnakeCase(key: string): string {
  let name = snakeSpellings.get(key);
  if (name === undefined) {
    name = key
      .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
      .toLowerCase();
    snakeSpellings.set(key, name);
  }
  return name;
}

/** `previous_names` → `previousNames`; camelCase stays as it is, and so do leading underscores. */
export function toCamelCase(name: string): string {
  let key = camelSpellings.get(name);
  if (key === undefined) {
    key = name.replace(/(?<=[^_])_+(.)/gu, (_, letter: string) => letter.toUpperCase());
    camelSpellings.set(name, key);
  }
  return key;
}

/** A copy of an options object under snake_case keys. Values, and keys inside values, stay as they are. */
export function snakeKeys(options: object): Record<string, unknown> {
  return respell(options, toSnakeCase);
}

/** A copy of a map from the core under camelCase keys. Values, and keys inside values, stay as they are. */
export function camelKeys(map: object): Record<string, unknown> {
  return respell(map, toCamelCase);
}

/**
 * A copy of an answer of the core under camelCase keys, with all that is in it. What stands under a key
 * of `data` is the application's and stays as it is.
 */
export function camelKeysDeep(value: unknown, data: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => camelKeysDeep(item, data));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      toCamelCase(name),
      data.includes(name) ? inner : camelKeysDeep(inner, data),
    ]),
  );
}

function respell(map: object, spell: (key: string) => string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(map))
    if (value !== undefined) result[spell(key)] = value;
  return result;
}

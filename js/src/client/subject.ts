// What stands for an existing record: the record itself, or its primary key.
import type { AnyResource } from '../definition/resource.ts';
import { hostError } from '../wire/errors.ts';

/** Whether this is what `resource` returns. */
export function isResource(value: unknown): value is AnyResource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'definition' in value &&
    typeof (value as { name?: unknown }).name === 'string'
  );
}

/** Whether this is a map of fields, and not the value of a key. */
export function isMap(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

/** `record` for a record or a map of the key, `id` for the value of a single key attribute. */
export function subjectMessage(
  resource: AnyResource,
  subject: unknown,
): { record: object } | { id: unknown } {
  if (subject === undefined || subject === null)
    throw hostError(
      'invalid_primary_key',
      `a record of ${resource.name} or its primary key is needed`,
    );
  if (!isMap(subject)) return { id: subject };
  return isOnlyKey(resource, subject) ? { id: subject } : { record: subject };
}

/** Whether the map has nothing but key attributes; the engine then reads the record first. */
export function isOnlyKey(resource: AnyResource, subject: object): boolean {
  const attributes = resource.definition.attributes ?? {};
  return Object.keys(subject).every(
    (key) => !Object.hasOwn(attributes, key) || attributes[key]!.definition.primaryKey === true,
  );
}

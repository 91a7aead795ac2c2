// What an action is called on: the resource, and existing records or their primary keys.
import type { AnyResource } from '../definition/resource.ts';
import { hostError } from '../wire/errors.ts';
import { toSnakeCase } from '../wire/names.ts';

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

/** Which action of which resource. */
export function actionMessage(
  resource: AnyResource,
  action: string | undefined,
): { resource: string; action?: string } {
  if (!isResource(resource))
    throw hostError('no_such_resource', 'a resource or a changeset is needed');
  return action === undefined
    ? { resource: resource.name }
    : { resource: resource.name, action: toSnakeCase(action) };
}

/** The same for several. */
export function subjectsMessage(
  resource: AnyResource,
  subjects: readonly unknown[],
): { records: readonly unknown[] } | { ids: readonly unknown[] } {
  const isRecords = subjects.every((subject) => isMap(subject) && !isOnlyKey(resource, subject));
  return isRecords ? { records: subjects } : { ids: subjects };
}

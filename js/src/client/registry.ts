// What is known in this thread without being passed along: which resources are open, and which engine
// knows a resource.
import type { AnyResource } from '../definition/resource.ts';
import { hostError } from '../wire/errors.ts';
import { metadataKey } from './metadata.ts';
import type { ChangesetDescription } from './changeset_types.ts';
import type { ChangesetState } from './changeset_state.ts';

/** Evaluates changesets at once; only an engine in this thread can. */
export type Evaluate = (description: ChangesetDescription) => ChangesetState;

// How many open databases have the resource.
const openResources = new Map<AnyResource, number>();
const enginesOfResource = new WeakMap<AnyResource, Evaluate[]>();

/** Makes resources known until the returned function is called. */
export function announce(resources: Iterable<AnyResource>): () => void {
  const all = [...resources];
  for (const resource of all) openResources.set(resource, (openResources.get(resource) ?? 0) + 1);
  return () => {
    for (const resource of all.splice(0)) {
      const count = openResources.get(resource) ?? 0;
      if (count > 1) openResources.set(resource, count - 1);
      else openResources.delete(resource);
    }
  };
}

/**
 * The resource of a record: the only one of an open database that has all the fields of the record.
 * Records are plain objects and carry no mark (docs/decisions/0012-resource-of-a-record.md), so where
 * several could be meant this throws, and the resource must be named.
 */
export function resourceOf(record: object): AnyResource {
  const keys = Object.keys(record);
  const fitting = [...openResources.keys()].filter((resource) => hasFields(resource, keys));
  if (fitting.length === 1) return fitting[0]!;
  const names = fitting.map(({ name }) => name).sort();
  throw hostError(
    'no_such_resource',
    `this record could be of ${names.length === 0 ? 'no open resource' : names.join(' or ')}; ` +
      `name it: Changeset.forUpdate(${names[0] ?? 'Artist'}, record, …)`,
  );
}

function hasFields(resource: AnyResource, keys: readonly string[]): boolean {
  const { attributes, relationships, aggregates, calculations } = resource.definition;
  const parts = [attributes, relationships, aggregates, calculations];
  return keys.every(
    (key) =>
      key === metadataKey ||
      parts.some((part) => part !== undefined && Object.hasOwn(part, key)) ||
      isKeyOfBelongsTo(resource, key),
  );
}

function isKeyOfBelongsTo(resource: AnyResource, key: string): boolean {
  return Object.entries(resource.definition.relationships ?? {}).some(
    ([name, { kind, options }]) => {
      const { sourceAttribute } = options as { sourceAttribute?: string };
      return kind === 'belongs_to' && key === (sourceAttribute ?? `${name}Id`);
    },
  );
}

/** Makes an engine answer for changesets of these resources until the returned function is called. */
export function attachEngine(resources: Iterable<AnyResource>, evaluate: Evaluate): () => void {
  const all = [...resources];
  for (const resource of all)
    enginesOfResource.set(resource, [...(enginesOfResource.get(resource) ?? []), evaluate]);
  return () => {
    for (const resource of all)
      enginesOfResource.set(
        resource,
        (enginesOfResource.get(resource) ?? []).filter((other) => other !== evaluate),
      );
  };
}

/** The engine of this thread that was opened last with the resource. */
export function engineFor(resource: AnyResource): Evaluate | undefined {
  return enginesOfResource.get(resource)?.at(-1);
}

// Inputs whose values embed a resource, themselves or as members of a union: forms without anything
// being said about them.
import type { AnyAttribute, AttributeDefinition, TypeReference } from '../definition/attribute.ts';
import { embeddedResource } from '../definition/embedded.ts';
import type { AnyResource } from '../definition/resource.ts';
import type { UnionMember } from '../definition/t.ts';
import { Union } from '../wire/values.ts';
import type { FormMember, NestedShape, Resources } from './shape.ts';

/** The field of a form that says which member of a union it is for. */
export const unionType = '_union_type';

type Typed = Pick<AttributeDefinition, 'type' | 'constraints'>;

/** The form of an input, if it is one. `source`: the attribute that holds what is there already. */
export function embeddedForm(
  name: string,
  definition: Typed,
  source: string | undefined,
  resources: Resources,
): readonly NestedShape[] {
  const items = itemsOf(definition);
  const members = membersOf(items ?? definition, resources);
  if (members === undefined) return [];
  return [
    {
      ...{ name, isList: items !== undefined, members, source },
      readBy: source === undefined ? undefined : 'select',
    },
  ];
}

// A type of the application's own is the one that it is made of.
function plainType({ type, constraints }: Typed): Typed {
  if (typeof type !== 'object' || !('new_type' in type)) return { type, constraints };
  return plainType({ type: type.of, constraints: type.constraints as Typed['constraints'] });
}

function itemsOf(definition: Typed): Typed | undefined {
  const { type, constraints } = plainType(definition);
  if (typeof type !== 'object' || !('array' in type)) return undefined;
  return { type: type.array, constraints: (constraints['items'] ?? {}) as Typed['constraints'] };
}

type Members = Readonly<Record<string, AnyAttribute | UnionMember>>;

function membersOf(definition: Typed, resources: Resources): NestedShape['members'] | undefined {
  const { type, constraints } = plainType(definition);
  if (type !== 'union') {
    const resource = resourceOf(type, resources);
    return resource === undefined ? undefined : new Map([['', { resource }]]);
  }
  const members = new Map<string, FormMember>();
  for (const [name, member] of Object.entries(constraints['types'] as Members)) {
    const { type: own, tag, tagValue } = 'definition' in member ? { type: member } : member;
    const resource = resourceOf(plainType(own.definition).type, resources);
    members.set(name, { resource, tag, tagValue });
  }
  const isForm = [...members.values()].some(({ resource }) => resource !== undefined);
  return isForm ? members : undefined;
}

function resourceOf(type: TypeReference, resources: Resources): AnyResource | undefined {
  if (typeof type !== 'object' || !('embedded' in type)) return undefined;
  return embeddedResource(type) ?? resources.get(type.embedded);
}

/** What is there already, as its form has it; a value that is no record as the field `value`. */
export function heldIn(
  { members }: NestedShape,
  held: unknown,
): { readonly member?: string; readonly data?: object } {
  if (held === undefined) return {};
  if (!(held instanceof Union)) return { data: held as object };
  const { type, value } = held as Union;
  const isRecord = members.get(type)?.resource !== undefined;
  return { member: type, data: isRecord ? (value as object) : { value } };
}

/** The member that an item of params says it is for, by its name or by its tag. */
export function memberOf(
  { members }: NestedShape,
  item: Readonly<Record<string, unknown>>,
): string | undefined {
  const named = item[unionType];
  if (named !== undefined) return typeof named === 'string' ? named : JSON.stringify(named);
  for (const [name, { tag, tagValue }] of members)
    if (tag !== undefined && Object.hasOwn(item, tag) && item[tag] === tagValue) return name;
  return undefined;
}

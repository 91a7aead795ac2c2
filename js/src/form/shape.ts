// Which inputs of an action are forms of their own (spec 14.3): arguments that manage a relationship,
// and values that embed a resource (embedded_shape.ts). The page has to draw them before the engine
// has answered anything, so it takes from the definition what they are called, what they are about
// and where their data stands. Which actions they use is the engine's to say (core/form).
import {
  acceptedNames,
  actionNames,
  actionOf,
  attributeNames,
  primaryKeyNames,
} from '../definition/actions.ts';
import type { AnyAttribute, TypeReference } from '../definition/attribute.ts';
import type { EntryDefinition } from '../definition/entry.ts';
import type { AnyResource } from '../definition/resource.ts';
import { embeddedForm, unionType } from './embedded_shape.ts';

/** Resources by name. */
export type Resources = ReadonlyMap<string, AnyResource>;

/** What an action's form consists of. */
export interface Shape {
  /** What its record is one of; `undefined` for a value that is none. */
  readonly resource: AnyResource | undefined;
  /** The names of the inputs, and of attributes that are none but can be shown. */
  readonly fields: ReadonlySet<string>;
  /** The attributes of its record. */
  readonly attributes: readonly string[];
  /** Those of them that are its key. */
  readonly key: readonly string[];
  readonly nested: ReadonlyMap<string, NestedShape>;
}

/** An input that is a form, or a list of forms. */
export interface NestedShape {
  readonly name: string;
  readonly isList: boolean;
  /** What its forms are for: one kind of thing under `''`, or the members of a union by name. */
  readonly members: ReadonlyMap<string, FormMember>;
  /** The field of the record that holds what is there already, if there is one. */
  readonly source: string | undefined;
  /**
   * How the record is read so that `source` is known, where leaving out what is there already does
   * something to it.
   */
  readonly readBy: 'load' | 'select' | undefined;
}

/** What a nested form can be for. */
export interface FormMember {
  /** `undefined`: a value that is no record. */
  readonly resource: AnyResource | undefined;
  /** The key by whose value an item of params is known to be for it. */
  readonly tag?: string | undefined;
  readonly tagValue?: unknown;
}

/** The form of one action. */
export function shapeOf(resource: AnyResource, action: string, resources: Resources): Shape {
  return shapeOfActions(resource, [action], resources);
}

const shapesByType = new WeakMap<AnyResource, Map<string, Shape>>();

/** The form of whichever action of a type the engine takes for a nested form. */
export function shapeOfType(resource: AnyResource, type: string, resources: Resources): Shape {
  const known = shapesByType.get(resource) ?? new Map<string, Shape>();
  shapesByType.set(resource, known);
  let shape = known.get(type);
  if (shape === undefined) {
    const names = actionNames(resource).filter((name) => actionOf(resource, name)?.type === type);
    shape = shapeOfActions(resource, names, resources);
    known.set(type, shape);
  }
  return shape;
}

/** The form of a value that is no record: it has the one field `value`. */
const plainShape: Shape = {
  resource: undefined,
  fields: new Set(['value']),
  attributes: ['value'],
  key: [],
  nested: new Map(),
};

/** The form of one kind of a nested form, whose other fields are those of the type. */
export function shapeOfMember(
  { members }: NestedShape,
  member: string,
  type: string,
  resources: Resources,
): Shape {
  const resource = members.get(member)?.resource;
  const shape = resource === undefined ? plainShape : shapeOfType(resource, type, resources);
  return member === '' ? shape : { ...shape, fields: new Set([...shape.fields, unionType]) };
}

function shapeOfActions(
  resource: AnyResource,
  names: readonly string[],
  resources: Resources,
): Shape {
  const nested = new Map<string, NestedShape>();
  const attributes = attributeNames(resource);
  const fields = new Set(attributes);
  for (const name of names) {
    for (const argument of Object.keys(actionOf(resource, name)?.arguments ?? {}))
      fields.add(argument);
    for (const shape of nestedOf(resource, name, resources)) nested.set(shape.name, shape);
  }
  for (const name of nested.keys()) fields.delete(name);
  return { resource, fields, attributes, key: primaryKeyNames(resource), nested };
}

interface Declared {
  readonly arguments?: Readonly<Record<string, AnyAttribute>>;
  readonly changes?: readonly unknown[];
  readonly steps?: readonly unknown[];
}

function nestedOf(resource: AnyResource, name: string, resources: Resources): NestedShape[] {
  const action = actionOf(resource, name) as Declared | undefined;
  const shapes: NestedShape[] = [];
  for (const entry of [...(action?.steps ?? []), ...(action?.changes ?? [])]) {
    const definition = (entry as { definition?: EntryDefinition }).definition;
    if (definition?.name !== 'manage_relationship') continue;
    const shape = managed(resource, action!, definition.options as unknown as Managed, resources);
    if (shape !== undefined) shapes.push(shape);
  }
  for (const [input, { definition }] of Object.entries(action?.arguments ?? {}))
    shapes.push(...embeddedForm(input, definition, undefined, resources));
  const { attributes = {} } = resource.definition;
  for (const input of acceptedNames(resource, name))
    if (Object.hasOwn(attributes, input))
      shapes.push(...embeddedForm(input, attributes[input]!.definition, input, resources));
  return shapes;
}

interface Managed {
  readonly argument: string;
  readonly relationship: string;
  readonly options: { readonly type?: string; readonly onMissing?: unknown };
}

const additive = ['append', 'create', 'remove'];

// Values that are no maps, such as a list of ids, are plain inputs.
function managed(
  resource: AnyResource,
  action: Declared,
  { argument, relationship, options }: Managed,
  resources: Resources,
): NestedShape | undefined {
  const type = action.arguments?.[argument]?.definition.type;
  const destination = resource.definition.relationships?.[relationship]?.destination;
  const related = destination === undefined ? undefined : resources.get(destination);
  if (type === undefined || related === undefined || !holdsMaps(type)) return undefined;
  const mustLoad = options.onMissing !== undefined || !additive.includes(options.type ?? '');
  return {
    name: argument,
    isList: isArray(type),
    members: new Map([['', { resource: related }]]),
    source: relationship,
    readBy: mustLoad ? 'load' : undefined,
  };
}

function isArray(type: TypeReference): type is { readonly array: TypeReference } {
  return typeof type === 'object' && 'array' in type;
}

function holdsMaps(type: TypeReference): boolean {
  if (isArray(type)) return holdsMaps(type.array);
  return typeof type === 'object' && 'new_type' in type ? holdsMaps(type.of) : type === 'map';
}

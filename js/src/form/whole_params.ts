// Params that are given as a whole (spec 14.2), as a form that was posted has them.
import { isMap } from '../client/subject.ts';
import { heldIn, memberOf, unionType } from './embedded_shape.ts';
import { type Fields, type FormType, newForm, type Node, withForms, withTouched } from './node.ts';
import { invalidParams, type Step } from './path.ts';
import type { NestedShape, Resources } from './shape.ts';

const nothing: Fields = Object.freeze({});

/** The params of the form itself, and what is said of the forms in it. */
export function split({ shape }: Node, params: Fields): { own: Fields; nested: Fields } {
  const own: Record<string, unknown> = {};
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (shape.nested.has(name.replace(/^_(add|drop|sort)_/, ''))) nested[name] = value;
    else if (!name.startsWith('_')) own[name] = value;
  }
  return { own, nested };
}

/** What forms are made with. */
export interface Makers {
  readonly newKey: () => string;
  readonly resources: Resources;
}

/** The form with these params in it, and with those of the forms inside. */
export function filled(
  node: Node,
  params: Fields,
  makers: Makers,
  path: readonly Step[] = [],
): Node {
  const { own, nested } = split(node, params);
  return adopted({ ...node, params: { ...node.params, ...own } }, nested, makers, path);
}

/**
 * The tree that params come to which were given as a whole, as the engine has arranged them: items are
 * forms that were there, by the key of their record or by where they were, or new.
 */
export function adopted(
  node: Node,
  params: Fields,
  makers: Makers,
  path: readonly Step[] = [],
): Node {
  let result = node;
  for (const [name, nested] of node.shape.nested) {
    if (!Object.hasOwn(params, name)) continue;
    const items = itemsIn(nested, params[name], [...path, name]);
    const there = formsFor(nested, node.forms[name]!, items);
    const forms = items.map((item, index) => {
      const steps = nested.isList ? [...path, name, index] : [...path, name];
      const form = there[index] ?? formFor(nested, item, steps, makers);
      return adopted(typed(form, item), item, makers, steps);
    });
    result = withForms(result, name, forms);
  }
  return result;
}

function formFor(
  nested: NestedShape,
  item: Fields,
  path: readonly Step[],
  { newKey, resources }: Makers,
): Node {
  const type = (item['_form_type'] ?? 'create') as FormType;
  return newForm(nested, { key: newKey(), type, member: memberOf(nested, item) }, path, resources);
}

function itemsIn(nested: NestedShape, given: unknown, path: readonly Step[]): readonly Fields[] {
  if (given === null) return [];
  if (!nested.isList) return [itemIn(nested, given, path)];
  const items = Array.isArray(given) ? given : itemsByIndex(given, path);
  return items.map((item, index) => itemIn(nested, item, [...path, index]));
}

function itemIn(nested: NestedShape, given: unknown, path: readonly Step[]): Fields {
  const { member, data = nothing } = heldIn(nested, given);
  if (!isMap(data) || Array.isArray(data))
    throw invalidParams(path, 'are no map, so they are not those of a form');
  return member === undefined ? (data as Fields) : { ...data, [unionType]: member };
}

// Keys that are indexes are in their order.
function itemsByIndex(given: unknown, path: readonly Step[]): readonly unknown[] {
  if (!isMap(given))
    throw invalidParams(path, 'are neither a list of forms nor a map of them by index');
  const other = Object.keys(given).find((key) => !/^\d+$/.test(key));
  if (other !== undefined)
    throw invalidParams([...path, other], 'are in a list of forms, but under no index');
  return Object.values(given);
}

// Of each item the form that it is about, if it is there; each form once. Those that name a record
// come first.
function formsFor(
  nested: NestedShape,
  there: readonly Node[],
  items: readonly Fields[],
): readonly (Node | undefined)[] {
  const left = new Set(there);
  const known = new Map(there.map((form) => [keyIn(form, form.data), form]));
  const take = (form: Node | undefined) =>
    form !== undefined && left.delete(form) ? form : undefined;
  const named = items.map((item) => {
    // Records of one kind have the same key.
    const kind = there.find((form) => isFor(form, memberOf(nested, item)));
    const key = keyIn(kind, item);
    return key === undefined ? undefined : take(known.get(key));
  });
  return items.map((item, index) => named[index] ?? take(inPlaceOf(nested, there, item, index)));
}

// An item that says of no member that it is for it is for the one that is there.
function isFor(form: Node, member: string | undefined): boolean {
  return member === undefined || member === form.member;
}

// The key of its record as a text; none where it is not known in full.
function keyIn(form: Node | undefined, fields: Fields | undefined): string | undefined {
  const key = form?.shape.key ?? [];
  if (key.length === 0 || !key.every((name) => fields?.[name] !== undefined)) return undefined;
  return JSON.stringify([form!.member, ...key.map((name) => String(fields![name]))]);
}

// One that says of no record that it is about it is the form that was in its place.
function inPlaceOf(
  nested: NestedShape,
  there: readonly Node[],
  item: Fields,
  index: number,
): Node | undefined {
  if (item['_index'] === null) return undefined;
  const form = there[(item['_index'] as number | undefined) ?? index];
  if (form === undefined || !isFor(form, memberOf(nested, item))) return undefined;
  return form.data === undefined || !namesKey(form, item) ? form : undefined;
}

function namesKey({ shape }: Node, item: Fields): boolean {
  return shape.key.length > 0 && shape.key.every((name) => Object.hasOwn(item, name));
}

// An input that its page marks as unused was not touched.
function typed(form: Node, item: Fields): Node {
  const names = Object.keys(item).filter(
    (name) => !name.startsWith('_') && form.shape.fields.has(name) && !isKeyOf(form, name),
  );
  const params = Object.fromEntries(names.map((name) => [name, item[name]]));
  const touched = names.filter((name) => !Object.hasOwn(item, `_unused_${name}`));
  return withTouched({ ...form, params: { ...form.params, ...params } }, touched);
}

function isKeyOf(form: Node, name: string): boolean {
  return form.data !== undefined && form.shape.key.includes(name);
}

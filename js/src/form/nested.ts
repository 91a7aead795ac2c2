// What can be done to the forms inside a form. Each function returns another tree.
import { hostError } from '../wire/errors.ts';
import {
  type Fields,
  findForm,
  type FormType,
  formAt,
  nestedAt,
  type Node,
  nodeOf,
  replaced,
  withForms,
  withTouched,
} from './node.ts';
import { invalidPath, nameOf, type Step } from './path.ts';
import { type NestedShape, type Resources, shapeOfType } from './shape.ts';

/** Options of `addForm`. */
export interface AddFormOptions<Params = Fields> {
  /** Where in the list it goes; its end unless given. */
  readonly at?: number;
  readonly prepend?: boolean;
  readonly params?: Params;
  /** What is done with it; `create` unless given, `read` for something to be looked up. */
  readonly type?: FormType;
  /** The record that it is about. */
  readonly data?: object;
  /** `false`: nothing is validated yet. */
  readonly validate?: boolean;
}

/** How forms of a list are put in order: their old indexes in the new order, or one step. */
export type SortInstruction = readonly number[] | 'increment' | 'decrement';

/** Throws `no_data_loaded` where nobody knows which forms there are. */
export function refuseUnloaded(node: Node, nested: NestedShape): void {
  const { name, source, mustLoad } = nested;
  const isKnown = node.type === 'create' || node.data?.[source] !== undefined;
  if (isKnown || !mustLoad || node.forms[name]!.length > 0) return;
  throw hostError(
    'no_data_loaded',
    `the ${source} of this ${node.shape.resource.name} are not loaded, so nobody knows which forms ` +
      `of ${name} there are; read the record with { load: { ${source}: true } }`,
  );
}

/** A form is added to a list, or takes the one place there is. */
export function added(
  root: Node,
  steps: readonly Step[],
  key: string,
  options: AddFormOptions,
  resources: Resources,
): Node {
  const { place, nested } = nestedAt(root, steps);
  refuseUnloaded(place.node, nested);
  const form = madeOf(nested, key, options, resources);
  if (!nested.isList) return replaced(place, withForms(place.node, nested.name, [form]));
  const forms = place.node.forms[nested.name]!;
  const at = options.prepend === true ? 0 : Math.min(options.at ?? forms.length, forms.length);
  return replaced(place, withForms(place.node, nested.name, forms.toSpliced(at, 0, form)));
}

function madeOf(
  nested: NestedShape,
  key: string,
  { type = 'create', data, params = {} }: AddFormOptions,
  resources: Resources,
): Node {
  const shape = shapeOfType(nested.resource, type, resources);
  const form = nodeOf({ key, type, data }, shape, resources);
  return { ...form, params };
}

/** A form goes; those behind it move up. */
export function removed(root: Node, steps: readonly Step[]): Node {
  const { links, node } = formAt(root, steps);
  const last = links.at(-1);
  if (last === undefined) throw invalidPath(steps, 'the form itself cannot be removed');
  const { parent, name, index } = last;
  const forms = parent.forms[name]!.filter((form) => form !== node);
  return replaced(
    { node: parent, links: links.slice(0, -1) },
    withForms(parent, name, forms.length === 0 && index === 0 ? [] : forms),
  );
}

/** The forms of a list in another order; those that it does not name come last. */
export function sorted(root: Node, steps: readonly Step[], instruction: SortInstruction): Node {
  if (typeof instruction === 'string') {
    const { links } = formAt(root, steps);
    const { parent, name, index } = links.at(-1) ?? refuseList(steps);
    const other = instruction === 'increment' ? index + 1 : index - 1;
    const forms = parent.forms[name]!;
    if (other < 0 || other >= forms.length) return root;
    const swapped = forms.with(index, forms[other]!).with(other, forms[index]!);
    const place = { node: parent, links: links.slice(0, -1) };
    return replaced(place, withForms(parent, name, swapped));
  }
  const { place, nested } = nestedAt(root, steps);
  refuseUnloaded(place.node, nested);
  const forms = place.node.forms[nested.name]!;
  const order = instruction.map((index) => forms[index] ?? refuseIndex(steps, index));
  if (new Set(order).size < order.length) throw invalidPath(steps, 'an index is there twice');
  const listed = new Set(order);
  const rest = forms.filter((form) => !listed.has(form));
  return replaced(place, withForms(place.node, nested.name, [...order, ...rest]));
}

function refuseList(steps: readonly Step[]): never {
  throw invalidPath(steps, 'only a form in a list can be moved by a step');
}

function refuseIndex(steps: readonly Step[], index: number): never {
  throw invalidPath([...steps, index], `${nameOf(steps)} has no such form`);
}

/** Where a path leads to, for errors: the form itself, or the nearest around it. */
export function nearestForm(root: Node, path: readonly Step[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findForm(root, path.slice(0, length));
    if (typeof found !== 'string') return found.node;
  }
  return root;
}

/**
 * The tree that params come to which were given as a whole (spec 14.2), as the engine has arranged
 * them: items are forms that were there, by the key of their record or by where they were, or new.
 */
export function adopted(
  node: Node,
  params: Fields,
  newKey: () => string,
  resources: Resources,
): Node {
  let result = node;
  for (const [name, nested] of node.shape.nested) {
    if (!Object.hasOwn(params, name)) continue;
    const given = params[name];
    const items = (Array.isArray(given) ? given : given === null ? [] : [given]) as Fields[];
    const known = new Map(node.forms[name]!.map((form) => [keyIn(form, form.data), form]));
    const forms = items.map((item, index) => {
      const form =
        ofRecord(known, keyIn(node.forms[name]![0], item)) ??
        formOfItem(node.forms[name]!, item, index) ??
        newForm(nested, item);
      return adopted(typed(form, item), item, newKey, resources);
    });
    result = withForms(result, name, forms);
  }
  return result;

  function newForm(nested: NestedShape, item: Fields): Node {
    const type = (item['_form_type'] ?? 'create') as FormType;
    return madeOf(nested, newKey(), { type }, resources);
  }
}

function ofRecord(
  forms: ReadonlyMap<string | undefined, Node>,
  key: string | undefined,
): Node | undefined {
  return key === undefined ? undefined : forms.get(key);
}

// The key of its record as a text; none where it is not known in full.
function keyIn(form: Node | undefined, fields: Fields | undefined): string | undefined {
  const key = form?.shape.key ?? [];
  if (key.length === 0 || !key.every((name) => fields?.[name] !== undefined)) return undefined;
  return JSON.stringify(key.map((name) => String(fields![name])));
}

// One that says of no record that it is about it is the form that was in its place.
function formOfItem(forms: readonly Node[], item: Fields, index: number): Node | undefined {
  if (item['_index'] === null) return undefined;
  const form = forms[(item['_index'] as number | undefined) ?? index];
  return form !== undefined && (form.data === undefined || !namesKey(form, item))
    ? form
    : undefined;
}

function namesKey(form: Node, item: Fields): boolean {
  return form.shape.key.every((name) => Object.hasOwn(item, name));
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

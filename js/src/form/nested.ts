// What can be done to the forms inside a form. Each function returns another tree.
import { hostError } from '../wire/errors.ts';
import { heldIn, memberOf } from './embedded_shape.ts';
import {
  type Fields,
  findForm,
  type FormType,
  formAt,
  nestedAt,
  newForm,
  type Node,
  type Place,
  replaced,
  withForms,
} from './node.ts';
import { invalidPath, nameOf, type Step } from './path.ts';
import type { NestedShape } from './shape.ts';
import { filled, type Makers } from './whole_params.ts';

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
  const { name, source, readBy } = nested;
  if (source === undefined || readBy === undefined) return;
  const isKnown = node.type === 'create' || node.data?.[source] !== undefined;
  if (isKnown || node.forms[name]!.length > 0) return;
  const option = readBy === 'load' ? `load: { ${source}: true }` : `select: ['${source}', …]`;
  throw hostError(
    'no_data_loaded',
    `what this ${node.shape.resource!.name} has as ${source} was not read, so nobody knows which ` +
      `forms of ${name} there are; read the record with { ${option} }`,
  );
}

/** A form is added to a list, or takes the one place there is. */
export function added(
  root: Node,
  steps: readonly Step[],
  key: string,
  options: AddFormOptions,
  makers: Makers,
): Node {
  const { place, nested } = nestedAt(root, steps);
  refuseUnloaded(place.node, nested);
  const { type = 'create', data, params = {} } = options;
  const { member = memberOf(nested, params), data: own } = heldIn(nested, data);
  const made = newForm(nested, { key, type, member, data: own }, steps, makers.resources);
  const form = filled(made, params, makers, steps);
  if (!nested.isList) return replaced(place, withForms(place.node, nested.name, [form]));
  const forms = place.node.forms[nested.name]!;
  const at = options.prepend === true ? 0 : Math.min(options.at ?? forms.length, forms.length);
  return replaced(place, withForms(place.node, nested.name, forms.toSpliced(at, 0, form)));
}

/** In the place of a form that of another member of its union, with nothing typed into it. */
export function switched(
  place: Place,
  steps: readonly Step[],
  member: unknown,
  { resources }: Makers,
): Node {
  const { parent, name } = place.links.at(-1)!;
  const given = { key: place.node.key, type: 'create', member: String(member) } as const;
  return replaced(place, newForm(parent.shape.nested.get(name)!, given, steps, resources));
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

// A form, or one nested in it, at one moment. Nodes never change: every function here returns another
// tree, which shares with the old one all that stayed the same.
import type { ErrorDetail } from '../wire/errors.ts';
import { invalidPath, type Step } from './path.ts';
import { heldIn, unionType } from './embedded_shape.ts';
import { type NestedShape, type Resources, type Shape, shapeOfMember } from './shape.ts';

/** What a form's action does. */
export type FormType = 'create' | 'read' | 'update' | 'destroy' | 'action';

/** One thing that is wrong, beside one field: `_form` stands for the form itself. */
export interface FormError extends ErrorDetail {
  readonly field: string;
}

/** Fields by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** One form of the tree. */
export interface Node {
  /** Stays the same while the form moves in its list. */
  readonly key: string;
  readonly type: FormType;
  /** Which member of a union it is for; `''` where there is none. */
  readonly member: string;
  readonly shape: Shape;
  /** The record that it changes. */
  readonly data: Fields | undefined;
  /** What was typed, as it was typed; fields that nobody touched are not in it. */
  readonly params: Fields;
  /** The fields and nested forms that somebody touched. */
  readonly touched: ReadonlySet<string>;
  /** Of each input that is a form: the forms there, one at most unless it is a list. */
  readonly forms: Readonly<Record<string, readonly Node[]>>;
  /** What the last validation found. */
  readonly errors: readonly FormError[];
  /** What the last submission found besides; it stays until its field is changed. */
  readonly refused: readonly FormError[];
  /** What the action sets beside the params. */
  readonly values: Fields;
}

const nothing: Fields = Object.freeze({});
const nobody: ReadonlySet<string> = new Set();
const none: readonly never[] = Object.freeze([]);

/** What a form is made of. */
export interface Given {
  readonly key: string;
  readonly type: FormType;
  readonly member?: string | undefined;
  readonly data?: object | undefined;
}

/** A form that nobody has touched, with a nested one for all that its data holds. */
export function nodeOf(given: Given, shape: Shape, resources: Resources): Node {
  const { key, type, member = '' } = given;
  const data = given.data as Fields | undefined;
  const forms: Record<string, readonly Node[]> = {};
  for (const nested of shape.nested.values()) {
    const source = nested.source === undefined ? undefined : data?.[nested.source];
    forms[nested.name] = existing(nested, `${key}/${nested.name}`, source, resources);
  }
  return {
    ...{ key, type, member, shape, data, params: nothing, touched: nobody, forms },
    ...{ errors: none, refused: none, values: nothing },
  };
}

/** A nested form, of the first member of a union unless another is given. Throws `invalid_path`. */
export function newForm(
  nested: NestedShape,
  { member = nested.members.keys().next().value!, ...given }: Given,
  path: readonly Step[],
  resources: Resources,
): Node {
  if (!nested.members.has(member))
    throw invalidPath([...path, unionType], `${member} is no member of the union`);
  const shape = shapeOfMember(nested, member, given.type, resources);
  return nodeOf({ ...given, member }, shape, resources);
}

function existing(
  nested: NestedShape,
  place: string,
  source: unknown,
  resources: Resources,
): readonly Node[] {
  const values = (Array.isArray(source) ? source : [source]) as unknown[];
  return values
    .filter((value) => value !== undefined && value !== null)
    .map((value, index) => {
      const { member = '', data } = heldIn(nested, value);
      const shape = shapeOfMember(nested, member, 'update', resources);
      const key = `${place} ${keyOfRecord(shape, data as Fields, index)}`;
      return nodeOf({ key, type: 'update', member, data }, shape, resources);
    });
}

function keyOfRecord({ key }: Shape, data: Fields, index: number): string {
  const values = key.map((name) => String(data[name]));
  return values.length === 0 ? String(index) : values.join(' ');
}

// --- Finding ---------------------------------------------------------------------------------

/** A node, and the way to it from the root. */
export interface Place {
  readonly node: Node;
  readonly links: readonly Link[];
}

interface Link {
  readonly parent: Node;
  readonly name: string;
  readonly index: number;
}

/** The form at a path; a sentence where there is none. */
export function findForm(root: Node, steps: readonly Step[]): Place | string {
  const links: Link[] = [];
  let node = root;
  for (let at = 0; at < steps.length;) {
    const name = String(steps[at++]);
    const nested = node.shape.nested.get(name);
    if (nested === undefined) return `${name} is no nested form`;
    const index = nested.isList ? steps[at++] : 0;
    const found = typeof index === 'number' ? node.forms[name]![index] : undefined;
    if (found === undefined) return `${name} has no such form`;
    links.push({ parent: node, name, index: index as number });
    node = found;
  }
  return { node, links };
}

/** The form at a path. Throws `invalid_path`. */
export function formAt(root: Node, steps: readonly Step[]): Place {
  const place = findForm(root, steps);
  if (typeof place === 'string') throw invalidPath(steps, place);
  return place;
}

/** The form that has a list of forms, or one form, at a path; and what is nested there. */
export function nestedAt(
  root: Node,
  steps: readonly Step[],
): { readonly place: Place; readonly nested: NestedShape } {
  const name = String(steps.at(-1));
  const place = formAt(root, steps.slice(0, -1));
  const nested = place.node.shape.nested.get(name);
  if (nested === undefined) throw invalidPath(steps, `${name} is no nested form`);
  return { place, nested };
}

/** The form that has the field at a path, and the name of the field. */
export function fieldAt(root: Node, steps: readonly Step[]): { place: Place; field: string } {
  const field = String(steps.at(-1));
  const place = formAt(root, steps.slice(0, -1));
  const { fields, nested } = place.node.shape;
  if (!fields.has(field) && !nested.has(field)) throw invalidPath(steps, `${field} is no input`);
  return { place, field };
}

/** All nodes with their paths, outermost first. */
export function* allNodes(
  node: Node,
  path: readonly Step[] = [],
): Generator<[Node, readonly Step[]]> {
  yield [node, path];
  for (const [name, nested] of node.shape.nested)
    for (const [index, form] of node.forms[name]!.entries())
      yield* allNodes(form, nested.isList ? [...path, name, index] : [...path, name]);
}

// --- Changing --------------------------------------------------------------------------------

/** The tree with another node in a place; all around it count as touched there. */
export function replaced({ links }: Place, node: Node): Node {
  return links.reduceRight<Node>(
    (below, { parent, name, index }) =>
      withForms(parent, name, parent.forms[name]!.with(index, below)),
    node,
  );
}

/** The node with other forms in it. */
export function withForms(node: Node, name: string, forms: readonly Node[]): Node {
  return {
    ...node,
    forms: { ...node.forms, [name]: forms },
    touched: including(node.touched, name),
  };
}

/** The node with another value typed into a field. */
export function withParam(node: Node, field: string, value: unknown): Node {
  return {
    ...node,
    params: { ...node.params, [field]: value },
    touched: including(node.touched, field),
    refused: stillRefused(node.refused, field),
  };
}

/** The node without what was typed into a field. */
export function withoutParam(node: Node, field: string): Node {
  const params: Record<string, unknown> = { ...node.params };
  Reflect.deleteProperty(params, field);
  return { ...node, params, refused: stillRefused(node.refused, field) };
}

/** The node with some of its inputs touched. */
export function withTouched(node: Node, fields: readonly string[]): Node {
  return { ...node, touched: fields.reduce(including, node.touched) };
}

/** The tree with what was found in it, by the keys of the nodes. */
export function withErrors(
  node: Node,
  which: 'errors' | 'refused',
  found: ReadonlyMap<string, readonly FormError[]>,
): Node {
  const errors = found.get(node.key) ?? none;
  const forms = mapForms(node, (form) => withErrors(form, which, found));
  if (forms === node.forms && same(node[which], errors)) return node;
  return { ...node, forms, [which]: same(node[which], errors) ? node[which] : errors };
}

function mapForms(node: Node, map: (form: Node) => Node): Node['forms'] {
  let forms = node.forms;
  for (const [name, list] of Object.entries(node.forms)) {
    const mapped = list.map(map);
    if (mapped.some((form, index) => form !== list[index])) forms = { ...forms, [name]: mapped };
  }
  return forms;
}

function including(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return set.has(name) ? set : new Set([...set, name]);
}

// What was refused for several fields together (a name that is taken) goes with the first of them;
// what concerns the whole form, with any.
function stillRefused(refused: readonly FormError[], field: string): readonly FormError[] {
  if (refused.length === 0) return refused;
  const gone = refused.filter((error) => error.field === field || error.field === '_form');
  return refused.filter((error) => !gone.some((other) => isPartner(error, other)));
}

function isPartner(error: FormError, other: FormError): boolean {
  return error === other || (error.code === other.code && error.template === other.template);
}

function same(some: readonly FormError[], others: readonly FormError[]): boolean {
  return (
    some.length === others.length &&
    some.every((error, index) => {
      const other = others[index]!;
      return error.field === other.field && error.message === other.message;
    })
  );
}

// A form as it is sent (docs/wire.md §9), and what comes back.
import { detailOf, type ErrorDetail, type ErrorMessage } from '../wire/errors.ts';
import { unionType } from './embedded_shape.ts';
import { nearestForm } from './nested.ts';
import type { Fields, FormError, Node } from './node.ts';
import type { Shape } from './shape.ts';

/** What `validate_form` and, where it failed, `submit_form` answer. */
export interface StateMessage {
  readonly valid: boolean;
  readonly errors: readonly ErrorDetail[];
  readonly unhandled?: readonly ErrorDetail[];
  readonly values?: Fields;
  /** What became of params that were given as a whole. */
  readonly params?: Fields;
  /** Why the submission failed. */
  readonly failure?: ErrorMessage;
}

const sentForms = new WeakMap<Node, Record<string, unknown>>();

/** The params of a form: what was typed, and the nested forms that somebody touched. */
export function paramsOf(
  node: Node,
  excludeIfEmpty: readonly string[] = [],
): Record<string, unknown> {
  const params: Record<string, unknown> = { ...node.params };
  for (const name of excludeIfEmpty) if (params[name] === '') Reflect.deleteProperty(params, name);
  for (const [name, nested] of node.shape.nested) {
    if (!node.touched.has(name)) continue;
    const forms = node.forms[name]!.map(nestedParams);
    params[name] = nested.isList ? forms : (forms[0] ?? null);
  }
  return params;
}

// Most forms are as they were when they were sent before.
function nestedParams(node: Node): Record<string, unknown> {
  let params = sentForms.get(node);
  if (params === undefined) {
    const { type, data, shape } = node;
    const known = data !== undefined && type !== 'read' ? { _data: attributesOf(data, shape) } : {};
    params = { ...hiddenFields(node), ...known, ...paramsOf(node) };
    sentForms.set(node, params);
  }
  return params;
}

/** A record without what was loaded on it. */
export function attributesOf(data: Fields, { attributes }: Shape): Fields {
  const own: Record<string, unknown> = {};
  for (const name of attributes) if (Object.hasOwn(data, name)) own[name] = data[name];
  return own;
}

/** What a form carries along unseen: the key of its record, and what kind of form it is. */
export function hiddenFields({ type, member, data, shape }: Node): Record<string, unknown> {
  const hidden: Record<string, unknown> = { _form_type: type };
  if (member !== '') hidden[unionType] = member;
  if (data !== undefined)
    for (const name of shape.key) if (Object.hasOwn(data, name)) hidden[name] = data[name];
  return hidden;
}

/** Errors by the node that they are about, as the tree was when it was sent. */
export function errorsByNode(
  root: Node,
  errors: readonly FormError[],
): ReadonlyMap<string, readonly FormError[]> {
  const found = new Map<string, FormError[]>();
  for (const error of errors) {
    const { key } = nearestForm(root, error.path);
    const known = found.get(key);
    if (known === undefined) found.set(key, [error]);
    else known.push(error);
  }
  return found;
}

/** A shown error of the wire. */
export function formError(error: ErrorDetail): FormError {
  return detailOf(error, 'invalid') as FormError;
}

// A form as it is sent (docs/wire.md §9), and what comes back.
import { primaryKeyNames } from '../definition/actions.ts';
import { detailOf, type ErrorDetail, type ErrorMessage } from '../wire/errors.ts';
import type { Step } from './path.ts';
import { allNodes, type Fields, findForm, type FormError, type Node } from './node.ts';

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

/** The params of a form: what was typed, and the nested forms that somebody touched. */
export function paramsOf(
  node: Node,
  excludeIfEmpty: readonly string[] = [],
): Record<string, unknown> {
  const params: Record<string, unknown> = { ...node.params };
  for (const name of excludeIfEmpty) if (params[name] === '') Reflect.deleteProperty(params, name);
  for (const [name, nested] of node.shape.nested) {
    if (!node.touched.has(name)) continue;
    const forms = node.forms[name]!.map((form) => ({ ...hiddenFields(form), ...paramsOf(form) }));
    params[name] = nested.isList ? forms : (forms[0] ?? null);
  }
  return params;
}

/** What a form carries along unseen: the key of its record, and what kind of form it is. */
export function hiddenFields(node: Node): Record<string, unknown> {
  const hidden: Record<string, unknown> = { _form_type: node.type };
  const { data } = node;
  if (data !== undefined)
    for (const name of primaryKeyNames(node.shape.resource))
      if (Object.hasOwn(data, name)) hidden[name] = data[name];
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

// An error inside a value that is no form of its own is shown at the form around it.
function nearestForm(root: Node, path: readonly Step[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findForm(root, path.slice(0, length));
    if (typeof found !== 'string') return found.node;
  }
  return root;
}

/** Whether anything in the tree was touched. */
export function isTouched(root: Node): boolean {
  for (const [node] of allNodes(root)) if (node.touched.size > 0) return true;
  return false;
}

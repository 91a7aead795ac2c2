// What can be seen of a tree of forms: each of these is the same object until something in it changes.
import type { AnyResource } from '../definition/resource.ts';
import { unionType } from './embedded_shape.ts';
import { errorsOfField } from './errors.ts';
import { hiddenFields } from './message.ts';
import type { Node } from './node.ts';
import { nameOf, type Step } from './path.ts';
import type { FieldState, FormState, NestedForm } from './state.ts';

const noTexts: readonly string[] = Object.freeze([]);

/** The snapshots of one form, kept while they are true. */
export class Snapshots {
  readonly #id: string;
  readonly #fields = new Map<string, FieldState>();
  readonly #forms = new Map<string, NestedForm>();
  readonly #lists = new Map<string, readonly NestedForm[]>();
  readonly #drawn = new WeakMap<Node, { readonly form: NestedForm; readonly isShown: boolean }>();

  constructor(id: string) {
    this.#id = id;
  }

  /** A field of the form at a path. */
  field(node: Node, field: string, path: readonly Step[], state: FormState): FieldState {
    const name = nameOf(path);
    const { errorsShown, submittedOnce } = state;
    const touched = node.touched.has(field);
    const isShown = errorsShown && (touched || submittedOnce);
    const id = `${this.#id}-${name}`;
    const next: FieldState = {
      ...{ name, path, id, errorsId: `${id}-errors`, touched },
      value: valueIn(node, field),
      errors: isShown ? errorsOfField(node, field).map(({ message }) => message) : noTexts,
      changed: Object.hasOwn(node.params, field) && node.params[field] !== node.data?.[field],
    };
    return kept(this.#fields, name, next, isSameField);
  }

  /** A nested form. */
  form(node: Node, path: readonly Step[], state: FormState): NestedForm {
    const name = nameOf(path);
    const isShown = state.errorsShown && (node.touched.size > 0 || state.submittedOnce);
    const drawn = this.#drawn.get(node);
    if (drawn?.form.name === name && drawn.isShown === isShown) return drawn.form;
    const next: NestedForm = {
      ...{ key: node.key, name, path, index: indexOf(path) },
      ...{ type: node.type, member: node.member, data: node.data },
      hiddenFields: drawn?.form.hiddenFields ?? Object.freeze(hiddenFields(node)),
      errors: isShown ? ofWholeForm(node) : noTexts,
    };
    const form = kept(this.#forms, name, next, isSameForm);
    this.#drawn.set(node, { form, isShown });
    return form;
  }

  /** The forms of a list. */
  list(path: readonly Step[], forms: readonly NestedForm[]): readonly NestedForm[] {
    return kept(this.#lists, nameOf(path), forms, isSameList);
  }
}

function ofWholeForm(node: Node): readonly string[] {
  return errorsOfField(node, '_form').map(({ message }) => message);
}

function indexOf(path: readonly Step[]): number {
  const last = path.at(-1);
  return typeof last === 'number' ? last : 0;
}

/** What a field holds. */
export function valueIn(node: Node, field: string): unknown {
  if (field === unionType) return node.member;
  for (const map of [node.params, node.values, node.data])
    if (map !== undefined && Object.hasOwn(map, field)) return map[field];
  return node.type === 'create' ? defaultOf(node.shape.resource, field) : undefined;
}

// What the engine fills in before anybody has asked it.
function defaultOf(resource: AnyResource | undefined, field: string): unknown {
  const attributes = resource?.definition.attributes ?? {};
  const declared = Object.hasOwn(attributes, field)
    ? attributes[field]!.definition.default
    : undefined;
  return declared !== undefined && 'value' in declared ? declared.value : undefined;
}

function kept<T extends object>(
  known: Map<string, T>,
  name: string,
  next: T,
  isSame: (some: T, other: T) => boolean,
): T {
  const before = known.get(name);
  if (before !== undefined && isSame(before, next)) return before;
  known.set(name, Object.freeze(next));
  return next;
}

function isSameField(some: FieldState, other: FieldState): boolean {
  return (
    Object.is(some.value, other.value) &&
    some.touched === other.touched &&
    some.changed === other.changed &&
    isSameList(some.errors, other.errors)
  );
}

function isSameForm(some: NestedForm, other: NestedForm): boolean {
  return (
    some.key === other.key &&
    some.type === other.type &&
    some.member === other.member &&
    some.data === other.data &&
    isSameList(some.errors, other.errors)
  );
}

function isSameList(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

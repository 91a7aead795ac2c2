import { useMemo, useSyncExternalStore } from 'react';
import type { Form } from '../form/form.ts';
import type { AddFormOptions } from '../form/nested.ts';
import type { NestedForm } from '../form/state.ts';
import type { FormTypes, NestedParamsAt, NestedPath } from '../form/types.ts';

/** What can be done to a list of forms. */
export interface FieldListActions<Params> {
  /** Adds a form, at the end unless told otherwise, and returns its key. */
  readonly add: (options?: AddFormOptions<Params>) => string;
  readonly remove: (index: number) => void;
  /** Takes a form to another place; those between move by one. */
  readonly move: (from: number, to: number) => void;
  /** The old indexes in the new order. */
  readonly sort: (order: readonly number[]) => void;
}

/** A list of forms. */
export interface FieldListHook<Params> extends FieldListActions<Params> {
  /** Each with a `key` that stays while it moves, and the path that its fields begin with. */
  readonly forms: readonly NestedForm[];
  /** What is wrong with the list as a whole. */
  readonly errors: readonly string[];
  /** For the element that shows `errors`. */
  readonly errorsProps: { readonly id: string };
}

/**
 * The forms of a list: `useFieldList(form, 'tracks')`. Draws again when one is added, removed or
 * moved, not when somebody types.
 */
export function useFieldList<F extends FormTypes, const P extends NestedPath<F>>(
  form: Form<F>,
  path: P,
): FieldListHook<NestedParamsAt<F, P>> {
  const listed = () => form.forms(path);
  const forms = useSyncExternalStore(form.subscribe, listed, listed);
  const described = () => form.field(path as never);
  const { errors, errorsId } = useSyncExternalStore(form.subscribe, described, described);
  const actions = useMemo(
    (): FieldListActions<NestedParamsAt<F, P>> => ({
      add: (options) => form.addForm(path, options),
      remove: (index) => {
        form.removeForm(`${path}.${index}` as never);
      },
      move: (from, to) => {
        const order = form.forms(path).map(({ index }) => index);
        order.splice(to, 0, ...order.splice(from, 1));
        form.sortForms(path, order);
      },
      sort: (order) => {
        form.sortForms(path, order);
      },
    }),
    [form, path],
  );
  return { ...actions, forms, errors, errorsProps: { id: errorsId } };
}

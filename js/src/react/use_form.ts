import {
  type ChangeEvent,
  type DependencyList,
  type SyntheticEvent,
  useCallback,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Form } from '../form/form.ts';
import type { Submission, SubmitOptions } from '../form/options.ts';
import type { FormState } from '../form/state.ts';
import type { FormTypes, ParamsOf } from '../form/types.ts';
import type { TunezError } from '../wire/errors.ts';
import { enteredValue, type InputElement } from './inputs.ts';

/** Options of `useForm`. */
export interface UseFormOptions<F extends FormTypes> {
  /** Another form is made when one of these changes. */
  readonly dependencies?: DependencyList;
  /** Options of each submission. */
  readonly submit?: SubmitOptions<ParamsOf<F>>;
  readonly onSuccess?: (data: F['result'], form: Form<F>) => void;
  readonly onFailure?: (error: TunezError, form: Form<F>) => void;
}

/** What a form element takes. */
export interface FormProps {
  readonly id: string;
  readonly noValidate: true;
  readonly onSubmit: (event: SyntheticEvent<HTMLFormElement>) => void;
  /** Takes in what is entered into inputs inside that nobody controls. */
  readonly onChange: (event: ChangeEvent<HTMLFormElement>) => void;
}

/** A form, and how it is now. */
export interface FormHook<F extends FormTypes> extends FormState {
  readonly form: Form<F>;
  readonly formProps: FormProps;
  readonly submit: () => Promise<Submission<F['result'], Form<F>>>;
}

/**
 * A form of this component: `useForm(() => tunez.music.formToCreateAlbum(artistId))`, or one that was
 * made elsewhere.
 */
export function useForm<F extends FormTypes>(
  make: Form<F> | (() => Form<F>),
  options: UseFormOptions<F> = {},
): FormHook<F> {
  const form = useMade(make, options.dependencies);
  const state = useSyncExternalStore(
    form.subscribe,
    () => form.state,
    () => form.state,
  );
  const { submit: submitOptions, onSuccess, onFailure } = options;

  const submit = useCallback(async () => {
    const submission = await form.submit(submitOptions);
    if (submission.ok) onSuccess?.(submission.data, form);
    else onFailure?.(submission.error, form);
    return submission;
  }, [form, submitOptions, onSuccess, onFailure]);

  const formProps = useMemo(
    (): FormProps => ({
      id: form.id,
      noValidate: true,
      onSubmit: (event) => {
        event.preventDefault();
        void submit();
      },
      onChange: ({ target }) => takeIn(form, target as unknown as InputElement),
    }),
    [form, submit],
  );
  return { ...state, form, formProps, submit };
}

// A form is state, not a cached value: it holds what was typed.
function useMade<F extends FormTypes>(
  make: Form<F> | (() => Form<F>),
  given: DependencyList = [],
): Form<F> {
  const dependencies = typeof make === 'function' ? given : [make];
  const [held, hold] = useState(() => ({ form: made(make), dependencies }));
  if (isSame(held.dependencies, dependencies)) return held.form;
  const next = { form: made(make), dependencies };
  hold(next);
  return next.form;
}

function made<F extends FormTypes>(make: Form<F> | (() => Form<F>)): Form<F> {
  return typeof make === 'function' ? make() : make;
}

function isSame(some: DependencyList, others: DependencyList): boolean {
  return some.length === others.length && some.every((one, index) => Object.is(one, others[index]));
}

function takeIn<F extends FormTypes>(form: Form<F>, element: InputElement): void {
  const value = enteredValue(element);
  if (value !== undefined && form.hasField(element.name))
    form.setValue(element.name as never, value as never);
}

import { type ChangeEvent, useCallback, useSyncExternalStore } from 'react';
import type { Form } from '../form/form.ts';
import type { FieldState } from '../form/state.ts';
import type { FieldPath, FormTypes, InputAt, Typed } from '../form/types.ts';
import { enteredValue, type InputElement, inputText } from './inputs.ts';

/** Options of `useField`. */
export interface UseFieldOptions {
  /** The ids of what else describes the input: a hint. */
  readonly describedBy?: string;
}

/** What every input takes. */
export interface SharedProps {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

type Change = (event: ChangeEvent<InputElement & Element>) => void;

/** What an input, a text area or a select takes, whose text is the form's. */
export interface InputProps extends SharedProps {
  readonly value: string;
  readonly onChange: Change;
}

/** The same for a check box. */
export interface CheckboxProps extends SharedProps {
  readonly type: 'checkbox';
  readonly checked: boolean;
  readonly onChange: Change;
}

/** What an input takes that keeps its own text; the form hears of it by its element. */
export interface UncontrolledProps extends SharedProps {
  readonly defaultValue: string;
}

/** A field, and what its elements take. */
export interface FieldHook<Value> extends FieldState<Value> {
  readonly setValue: (value: Value) => void;
  readonly touch: () => void;
  readonly labelProps: { readonly htmlFor: string };
  readonly inputProps: InputProps;
  readonly checkboxProps: CheckboxProps;
  readonly uncontrolledProps: UncontrolledProps;
  /** For the element that shows `errors`, where there are any. */
  readonly errorsProps: { readonly id: string };
}

/** A field of a form: `useField(form, 'tracks.0.name')`. Draws again when this field changes only. */
export function useField<F extends FormTypes, const P extends FieldPath<F>>(
  form: Form<F>,
  path: P,
  { describedBy }: UseFieldOptions = {},
): FieldHook<Typed<InputAt<F, P>>> {
  const snapshot = () => form.field(path);
  const field = useSyncExternalStore(form.subscribe, snapshot, snapshot);
  const setValue = useCallback(
    (value: Typed<InputAt<F, P>>) => form.setValue(path, value),
    [form, path],
  );
  const onChange = useCallback<Change>(
    ({ currentTarget }) => {
      const value = enteredValue(currentTarget);
      if (value !== undefined) form.setValue(path as never, value);
    },
    [form, path],
  );
  const touch = useCallback(() => form.touch(path as never), [form, path]);

  const isInvalid = field.errors.length > 0;
  const describing = [describedBy, isInvalid ? field.errorsId : undefined].filter(Boolean);
  const shared: SharedProps = {
    id: field.id,
    name: field.name,
    'aria-invalid': isInvalid || undefined,
    'aria-describedby': describing.join(' ') || undefined,
  };
  const text = inputText(field.value);
  return {
    ...field,
    setValue,
    touch,
    labelProps: { htmlFor: field.id },
    inputProps: { ...shared, value: text, onChange },
    checkboxProps: {
      ...shared,
      ...{ type: 'checkbox', checked: field.value === true || text === 'true', onChange },
    },
    uncontrolledProps: { ...shared, defaultValue: text },
    errorsProps: { id: field.errorsId },
  };
}

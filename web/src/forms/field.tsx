import { useId, type ComponentProps } from 'react';
import type { FieldPath, Form, FormTypes } from 'tunez';
import { useField } from 'tunez/react';
import { FieldErrors } from './field-errors';

interface FieldProps<F extends FormTypes, P extends FieldPath<F>> extends Omit<
  ComponentProps<'input'>,
  'form' | 'name'
> {
  form: Form<F>;
  name: P;
  label: string;
  /** Where the label stands once for many inputs, as above a column. */
  labelElsewhere?: boolean;
  hint?: string;
  multiline?: boolean;
}

/** A labelled input of a form; its messages are tied to it. */
export function Field<F extends FormTypes, P extends FieldPath<F>>(props: FieldProps<F, P>) {
  const { form, name, label, hint, multiline, labelElsewhere, className = '', ...rest } = props;
  const hintId = useId();
  const field = useField(form, name, hint === undefined ? {} : { describedBy: hintId });
  const shared = { ...field.inputProps, className: `input ${className}`.trim() };
  return (
    <div className="field">
      <label {...field.labelProps} className={labelElsewhere ? 'visually-hidden' : undefined}>
        {label}
      </label>
      {hint && (
        <p className="hint" id={hintId}>
          {hint}
        </p>
      )}
      {multiline ? <textarea {...shared} /> : <input {...rest} {...shared} />}
      <FieldErrors id={field.errorsProps.id} field={name} problems={field.errors} />
    </div>
  );
}

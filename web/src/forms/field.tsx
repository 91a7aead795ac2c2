import type { ComponentProps } from 'react';
import { FieldErrors } from './field-errors';
import type { Form, Params } from './use-form';

interface FieldProps<P extends Params> extends Omit<ComponentProps<'input'>, 'form' | 'name'> {
  form: Form<P>;
  name: keyof P & string;
  label: string;
  hint?: string;
  multiline?: boolean;
}

/** A labelled input of one param; its messages are tied to it. */
export function Field<P extends Params>(props: FieldProps<P>) {
  const { form, name, label, hint, multiline = false, className = '', ...rest } = props;
  const problems = form.problems(name);
  const describedBy = [hint && `${name}-hint`, problems.length > 0 && `${name}-errors`];
  const shared = {
    id: name,
    name,
    value: form.params[name],
    className: `input ${className}`.trim(),
    'aria-invalid': problems.length > 0 || undefined,
    'aria-describedby': describedBy.filter(Boolean).join(' ') || undefined,
  };
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {multiline ? (
        <textarea {...shared} onChange={(event) => form.set(name, event.target.value)} />
      ) : (
        <input {...rest} {...shared} onChange={(event) => form.set(name, event.target.value)} />
      )}
      <FieldErrors field={name} problems={problems} />
    </div>
  );
}

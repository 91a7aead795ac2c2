import { useEffect, useRef, type MouseEvent } from 'react';
import type { Form, FormTypes } from 'tunez';

interface FormSummaryProps<F extends FormTypes> {
  form: Form<F>;
  labelOf: (path: string) => string | undefined;
  /** Grows with every failed save; each one brings the focus here. */
  attempt: number;
}

/** What a failed save left to mend, with a way to each field. */
export function FormSummary<F extends FormTypes>({ form, labelOf, attempt }: FormSummaryProps<F>) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [attempt]);
  const problems = problemsOf(form);
  if (problems.length === 0) return null;
  const title = 'This needs another look';
  return (
    <div ref={box} className="form-summary" role="group" aria-label={title} tabIndex={-1}>
      <strong>{title}</strong>
      <ul>
        {problems.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <Line id={`${form.id}-${path}`} label={labelOf(path)} message={message} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function problemsOf<F extends FormTypes>(form: Form<F>) {
  return Object.entries(form.errors({ forPath: 'all' })).flatMap(([place, errors]) =>
    errors.map(({ field, message }) => ({
      path: place === '' ? field : `${place}.${field}`,
      message,
    })),
  );
}

interface LineProps {
  id: string;
  label: string | undefined;
  message: string;
}

function Line({ id, label, message }: LineProps) {
  if (label === undefined) return message;
  const focus = (event: MouseEvent) => {
    event.preventDefault();
    document.getElementById(id)?.focus();
  };
  return (
    <a href={`#${id}`} onClick={focus}>
      {label} {message}
    </a>
  );
}

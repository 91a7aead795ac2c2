import { useEffect, useState } from 'react';
import type { FieldPath, FormTypes } from 'tunez';
import { useField, type FormHook } from 'tunez/react';

const pause = 200;

/** The text of a field as it was when the resource last had nothing against it, after a pause in typing. */
export function useAccepted<F extends FormTypes>(hook: FormHook<F>, path: FieldPath<F>): string {
  const field = useField(hook.form, path);
  const text = field.inputProps.value;
  const [accepted, setAccepted] = useState(text);
  const settled = !hook.validating && field.errors.length === 0;
  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(() => setAccepted(text), pause);
    return () => clearTimeout(timer);
  }, [settled, text]);
  return accepted;
}

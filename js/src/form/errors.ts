// The errors of a form in the shapes in which `errors()` lists them.
import type { ErrorDetail } from '../wire/errors.ts';
import type { FormError, Node } from './node.ts';
import type { FormOptions } from './options.ts';

/** `simple`: field and text. `raw`: all that is known. `plaintext`: sentences. */
export type ErrorFormat = 'simple' | 'raw' | 'plaintext';

/** A field and what is wrong with it. */
export interface SimpleError {
  readonly field: string;
  readonly message: string;
}

/** A list of errors in a format. */
export type FormattedErrors<F extends ErrorFormat> = F extends 'raw'
  ? readonly FormError[]
  : F extends 'plaintext'
    ? readonly string[]
    : readonly SimpleError[];

const formats: { readonly [F in ErrorFormat]: (error: FormError) => unknown } = {
  simple: ({ field, message }) => ({ field, message }),
  raw: (error) => error,
  plaintext: ({ field, message }) => (field === '_form' ? message : `${field} ${message}`),
};

/** The errors in a format. */
export function formatted<F extends ErrorFormat>(
  errors: readonly FormError[],
  format: F,
): FormattedErrors<F> {
  return errors.map(formats[format]) as unknown as FormattedErrors<F>;
}

/** All that is wrong with the form itself, each once. */
export function errorsOf({ refused, errors }: Node): readonly FormError[] {
  if (refused.length === 0) return errors;
  return [...refused, ...errors.filter((error) => !refused.some((other) => isSame(error, other)))];
}

/** The same of one field. */
export function errorsOfField(node: Node, field: string): readonly FormError[] {
  return errorsOf(node).filter((error) => error.field === field);
}

function isSame(error: FormError, other: FormError): boolean {
  return error.field === other.field && error.message === other.message;
}

/** What the application makes of errors: those to show, and those that have no place. */
export function transformed(
  shown: readonly FormError[],
  unhandled: readonly ErrorDetail[],
  { transformErrors, postProcessErrors }: FormOptions,
): { readonly shown: readonly FormError[]; readonly unhandled: readonly ErrorDetail[] } {
  let errors = shown;
  let rest = unhandled;
  if (transformErrors !== undefined) {
    const replace = (error: ErrorDetail) =>
      listOf(transformErrors(error)).map((one) => ({ ...error, ...one }));
    const given = unhandled.map((error) => [error, replace(error).filter(hasField)] as const);
    rest = given.filter(([, taken]) => taken.length === 0).map(([error]) => error);
    errors = [...shown.flatMap(replace), ...given.flatMap(([, taken]) => taken)].filter(hasField);
  }
  if (postProcessErrors !== undefined)
    errors = errors.map(postProcessErrors).filter((error) => error !== null);
  return { shown: errors, unhandled: rest };
}

function hasField(error: Partial<FormError>): error is FormError {
  return error.field !== undefined;
}

function listOf<T>(value: T | readonly T[] | null): readonly T[] {
  return value === null ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

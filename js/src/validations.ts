// The builtin validations (spec 7.2). Unless said otherwise nil passes, and a field name may denote
// an argument (looked at first) or an attribute, whose new or else stored value is judged.
import type { Expression } from './definition/expression.ts';
import { type ActionType, Validation } from './definition/entry.ts';
import { hostError } from './wire/errors.ts';

export { Validation } from './definition/entry.ts';
export { validation } from './definition/custom.ts';

/** A value, a function that is called each time, or `ref('otherField')` / `arg('name')`. */
export type Comparand<Value = number | bigint | string | Date> = Value | (() => Value) | Expression;

/** Limits of `numericality` and `compare`. */
export interface CompareOptions {
  greaterThan?: Comparand;
  greaterThanOrEqualTo?: Comparand;
  lessThan?: Comparand;
  lessThanOrEqualTo?: Comparand;
  isEqual?: Comparand<unknown>;
  isNotEqual?: Comparand<unknown>;
  isNil?: boolean;
}

/** How many of the fields must be present. */
export interface PresenceOptions {
  atLeast?: number;
  atMost?: number;
  exactly?: number;
}

/** Sizes, all included. */
export interface SizeOptions {
  min?: number;
  max?: number;
  exact?: number;
}

/** Options of `changing`. */
export interface ChangingOptions {
  /** Holds also when the input equals the stored value. */
  touching?: boolean;
  /** The stored value must be this. */
  from?: unknown;
  /** The new value must be this. */
  to?: unknown;
}

function overFields(name: string) {
  return <const F extends string>(
    fields: F | readonly F[],
    options: PresenceOptions = {},
  ): Validation<F> => {
    const list = typeof fields === 'string' ? [fields] : fields;
    if (list.length === 0) throw hostError('invalid_definition', `${name} names no field`);
    return new Validation({ name, options: { fields: list, options } });
  };
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- of the function it makes
function overField<Options extends object>(name: string) {
  return <const F extends string>(field: F, options: Options): Validation<F> =>
    new Validation({ name, options: { field, options } });
}

function againstValue(name: string) {
  return <const F extends string>(field: F, value: unknown): Validation<F> =>
    new Validation({ name, options: { field, value } });
}

function againstList(name: string) {
  return <const F extends string>(field: F, values: readonly unknown[]): Validation<F> =>
    new Validation({ name, options: { field, values } });
}

/** The fields have values ("must be present"); with options, so many of them. `false` and `[]` count. */
export const present = overFields('present');
/** The fields have no values ("must be absent"). */
export const absent = overFields('absent');
/** As `present`, for attributes only. */
export const attributesPresent = overFields('attributes_present');
/** As `absent`, for attributes only. */
export const attributesAbsent = overFields('attributes_absent');
/** "must equal %{value}". Nil equals only nil. */
export const attributeEquals = againstValue('attribute_equals');
/** "must not equal %{value}". */
export const attributeDoesNotEqual = againstValue('attribute_does_not_equal');
/** The old name of `oneOf`. */
export const attributeIn = againstList('attribute_in');
/** "must equal %{value}". Nil fails. */
export const argumentEquals = againstValue('argument_equals');
/** "must not equal %{value}". */
export const argumentDoesNotEqual = againstValue('argument_does_not_equal');
/** "must be in %{list}". Nil fails. */
export const argumentIn = againstList('argument_in');
/** "expected one of %{values}". */
export const oneOf = againstList('one_of');
/** The stored value is one of these. Nil fails. */
export const dataOneOf = againstList('data_one_of');
/** Compares with values, functions or other fields; several limits are joined with "and". */
export const compare = overField<CompareOptions>('compare');
/** Another name of `compare`, for numbers. */
export const numericality = overField<CompareOptions>('numericality');
/** The number of characters. */
export const stringLength = overField<SizeOptions>('string_length');
/** The number of bytes. */
export const byteSize = overField<SizeOptions>('byte_size');

/** "must match …". */
export function match<const F extends string>(field: F, pattern: RegExp): Validation<F> {
  return new Validation({ name: 'match', options: { field, match: pattern } });
}

/** Both fields have the same value; the error is on the second. */
export function confirm<const F extends string>(field: F, confirmation: F): Validation<F> {
  return new Validation({ name: 'confirm', options: { field, confirmation } });
}

/** The field is being changed, also a relationship. On create any value counts. */
export function changing<const F extends string>(
  field: F,
  options: ChangingOptions = {},
): Validation<F> {
  return new Validation({ name: 'changing', options: { field, options } });
}

/** The action is one of these; meant as a condition. */
export function actionIs(action: string | readonly string[]): Validation<never> {
  return new Validation({ name: 'action_is', options: { action } });
}

/** The validation fails. */
export function negate<F extends string>(validation: Validation<F>): Validation<F> {
  return new Validation({ name: 'negate', options: { validation } });
}

/** All of them hold. */
export function all<F extends string>(validations: readonly Validation<F>[]): Validation<F> {
  return new Validation({ name: 'all', options: { validations } });
}

/** At least one of them holds. */
export function any<F extends string>(validations: readonly Validation<F>[]): Validation<F> {
  return new Validation({ name: 'any', options: { validations } });
}

/** Holds only while it is asked what an actor could do. */
export function preFlightAuthorization(): Validation<never> {
  return new Validation({ name: 'pre_flight_authorization', options: {} });
}

export type { ActionType };

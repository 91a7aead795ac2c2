// The builtin types (spec 2.2). Constraints can be given as options or by method:
// `t.string({ maxLength: 80 })` is `t.string().maxLength(80)`.
import {
  type AnyAttribute,
  type Attribute,
  attribute,
  type AttributeDefinition,
  type Default,
  type EnumValue,
  type Flag,
  type FlagsOf,
  freezeDeep,
  type InputValueOf,
  type OutputOf,
  type PresentInputOf,
  type PresentOutputOf,
  type TypeReference,
  type TypeRow,
} from './attribute.ts';
import type { EmbeddedConstraints, EmbeddedType, LoadableName } from './embedded.ts';
import type { AnyResource } from './resource.ts';
import { hostError } from '../wire/errors.ts';
import type { Decimal, Union } from '../wire/values.ts';

/** A type whose values are `Out` in records and `In` in inputs. */
export interface TypeOf<Out, In, Constraints extends object = object, Key extends Flag = never> {
  out: Out;
  in: In;
  constraints: Constraints;
  key: Key;
}

/** Constraints of text. Lengths count graphemes, what a reader calls a character. */
export interface StringConstraints {
  /** Fewest characters. */
  minLength?: number;
  /** Most characters. */
  maxLength?: number;
  /** What the text must match. */
  match?: RegExp;
  /** Whether blanks at both ends are removed; on unless `false`. */
  trim?: boolean;
  /** Whether blank text stays text; otherwise it becomes nil. */
  allowEmpty?: boolean;
}

/** Constraints of case-insensitive text. */
export interface CiStringConstraints extends StringConstraints {
  /** Converts the stored text. */
  casing?: 'upper' | 'lower';
}

/** Constraints of integers; both limits are included. */
export interface IntegerConstraints {
  min?: number | bigint;
  max?: number | bigint;
}

/** Constraints of floats. `min` and `max` are included, the other two are not. */
export interface FloatConstraints {
  min?: number;
  max?: number;
  greaterThan?: number;
  lessThan?: number;
}

/** Constraints of decimals. `min` and `max` are included, `greaterThan` and `lessThan` are not. */
export interface DecimalConstraints {
  min?: DecimalInput;
  max?: DecimalInput;
  greaterThan?: DecimalInput;
  lessThan?: DecimalInput;
  /** Most significant digits. */
  precision?: number;
  /** Most digits behind the point. */
  scale?: number;
}

/** What a decimal can be given as: exact digits, or a number, whose shortest digits are taken. */
export type DecimalInput = string | number | bigint | Decimal;

/** Constraints of symbols. */
export interface AtomConstraints {
  /** The symbols that are allowed. */
  oneOf?: readonly string[];
}

/** Constraints of times. */
export interface TimeConstraints {
  /** Fractions of a second are cut off (`second`, the default) or kept to six digits. */
  precision?: 'second' | 'microsecond';
}

/** Constraints of points in time. */
export interface DatetimeConstraints extends TimeConstraints {
  /** What a date without time means: its beginning in UTC (the default), or an error. */
  castDatesAs?: 'start_of_day' | 'error';
}

/** Constraints of durations. */
export interface DurationConstraints {
  /** The units that the duration may use. */
  units?: readonly string[] | 'year_month' | 'day_time';
  signs?: readonly ('positive' | 'negative' | 'zero')[];
}

/** Constraints of lists. */
export interface ArrayConstraints {
  /** Fewest items. */
  minLength?: number;
  /** Most items. */
  maxLength?: number;
  /** Whether items may be nil. */
  nilItems?: boolean;
  /** Whether nil items are left out instead of being errors. */
  removeNilItems?: boolean;
}

/** Constraints of `uuidV7`. */
export interface UuidV7Constraints {
  /** Whether other versions are refused. */
  strict?: boolean;
}

/** JSON as maps hold it. */
export type Json = string | number | boolean | null | bigint | readonly Json[] | JsonMap;

/** A map without declared fields. */
export interface JsonMap {
  readonly [key: string]: Json | undefined;
}

type Fields = Readonly<Record<string, AnyAttribute>>;
type Required<F extends Fields> = {
  [K in keyof F]: 'required' extends FlagsOf<F[K]> ? K : never;
}[keyof F];

/** What a map with these fields is in records: declared fields that were absent stay absent. */
export type FieldsOutput<F extends Fields> = Flatten<
  { -readonly [K in Required<F>]: OutputOf<F[K]> } & {
    -readonly [K in Exclude<keyof F, Required<F>>]?: OutputOf<F[K]>;
  }
>;

/** What a map with these fields takes. */
export type FieldsInput<F extends Fields> = Flatten<
  { readonly [K in Required<F>]: InputValueOf<F[K]> } & {
    readonly [K in Exclude<keyof F, Required<F>>]?: InputValueOf<F[K]>;
  }
>;

/** One object type instead of an intersection, for messages that can be read. */
export type Flatten<T> = { [K in keyof T]: T[K] } & {};

/** A member of a union. */
export interface UnionMember {
  readonly type: AnyAttribute;
  /** The key by whose value the member is recognised. */
  readonly tag?: string;
  readonly tagValue?: string | null;
  /** `false` removes the tag before casting. */
  readonly castTag?: boolean;
}

type Members = Readonly<Record<string, AnyAttribute | UnionMember>>;
type MemberAttribute<M> = M extends AnyAttribute ? M : M extends UnionMember ? M['type'] : never;
type UnionOutput<M extends Members> = {
  [K in keyof M & string]: Union<K, PresentOutputOf<MemberAttribute<M[K]>>>;
}[keyof M & string];
type UnionInput<M extends Members> = {
  [K in keyof M & string]:
    Union<K, PresentInputOf<MemberAttribute<M[K]>>> | PresentInputOf<MemberAttribute<M[K]>>;
}[keyof M & string];

/** The type of a list, which knows what its items are. */
export interface ArrayType<A extends AnyAttribute> extends TypeOf<
  PresentOutputOf<A>[],
  readonly PresentInputOf<A>[],
  ArrayConstraints
> {
  items: A;
}

/** The type of a union, which knows its members. */
export interface UnionType<M extends Members> extends TypeOf<UnionOutput<M>, UnionInput<M>> {
  members: { [K in keyof M]: MemberAttribute<M[K]> };
}

type Instant = TypeOf<string, string | Date, DatetimeConstraints>;
type Timestamp = Attribute<Instant, 'required' | 'default' | 'unwritable'>;

const textConstraints = ['minLength', 'maxLength', 'match', 'trim', 'allowEmpty'];
const limits = ['min', 'max', 'greaterThan', 'lessThan'];
const generatedKey = { generated: true, writable: false, public: true } as const;
const keyFilledBy = (fn: 'uuid' | 'uuid_v7') =>
  ({ default: { fn }, writable: false, public: true }) as const;
const now: Default = Object.freeze({ fn: 'now' });

/** A function that makes attributes of one type without further parameters. */
function simple<Out, In, Constraints extends object = object, Key extends Flag = never>(
  type: string,
  row: TypeRow = { constraints: [] },
) {
  return (options?: Constraints): Attribute<TypeOf<Out, In, Constraints, Key>> =>
    attribute(row, { type, constraints: checkedOptions(type, row, options) });
}

function checkedOptions(
  type: string,
  row: TypeRow,
  options: object = {},
): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(options).find((name) => !row.constraints.includes(name));
  if (unknown !== undefined)
    throw hostError(
      'invalid_definition',
      `${type} has no constraint ${unknown}; it knows ${row.constraints.join(', ') || 'none'}`,
    );
  return options as Record<string, unknown>;
}

/** The types of attributes, arguments, map fields and array items. */
export const t = Object.freeze({
  /** Text. In records and inputs: `string`. */
  string: simple<string, string, StringConstraints>('string', { constraints: textConstraints }),
  /** Text compared without regard to case; keeps the case it was given in. */
  ciString: simple<string, string, CiStringConstraints>('ci_string', {
    constraints: [...textConstraints, 'casing'],
  }),
  integer,
  /** A number with fraction. In records: `number`. */
  float: simple<number, number | bigint, FloatConstraints>('float', { constraints: limits }),
  /** An exact decimal. In records: a `string` of digits, the scale as it was written. */
  decimal: simple<string, DecimalInput, DecimalConstraints>('decimal', {
    constraints: [...limits, 'precision', 'scale'],
  }),
  /** `true` or `false`. */
  boolean: simple<boolean, boolean>('boolean'),
  /** A day. In records: `"2026-01-31"`. A `Date` stands for its day in UTC. */
  date: simple<string, string | Date>('date'),
  /** A time of day. In records: `"13:45:00"`. */
  time: simple<string, string | Date, TimeConstraints>('time', { constraints: ['precision'] }),
  /** A time of day with microseconds. */
  timeUsec: simple<string, string | Date>('time_usec'),
  /** A date and time without zone. In records: `"2026-01-31T13:45:00"`. */
  naiveDatetime: simple<string, string | Date>('naive_datetime'),
  /** A point in time. In records: ISO 8601 in UTC, `"2026-01-31T13:45:00Z"`. */
  datetime: simple<string, string | Date, DatetimeConstraints>('datetime', {
    constraints: ['precision', 'castDatesAs'],
  }),
  /** A point in time, to the second. */
  utcDatetime: simple<string, string | Date, DatetimeConstraints>('utc_datetime', {
    constraints: ['castDatesAs'],
  }),
  /** A point in time, to the microsecond: always six digits behind the second. */
  utcDatetimeUsec: simple<string, string | Date, DatetimeConstraints>('utc_datetime_usec', {
    constraints: ['castDatesAs'],
  }),
  /** A length of time. In records: ISO 8601, `"P1W3D"`. */
  duration: simple<string, string, DurationConstraints>('duration', {
    constraints: ['units', 'signs'],
  }),
  /** The name of a unit of time. */
  durationName: simple<DurationName, DurationName>('duration_name'),
  atom,
  enum: enumeration,
  /** A UUID of any version, in lower case. As primary key it is random (version 4). */
  uuid: simple<string, string, object, 'default' | 'unwritable' | 'public'>('uuid', {
    constraints: [],
    key: keyFilledBy('uuid'),
  }),
  /** A UUID that sorts by the time it was made. */
  uuidV7: simple<string, string, UuidV7Constraints, 'default' | 'unwritable' | 'public'>(
    'uuid_v7',
    {
      constraints: ['strict'],
      key: keyFilledBy('uuid_v7'),
    },
  ),
  /** Bytes. In records: `Uint8Array`. */
  binary: simple<Uint8Array, Uint8Array | string>('binary'),
  /** Bytes, given as base64url text. */
  urlEncodedBinary: simple<Uint8Array, Uint8Array | string>('url_encoded_binary'),
  array,
  embedded,
  map,
  struct,
  keyword,
  tuple,
  union,
  /** A list of numbers of fixed length. */
  vector: simple<readonly number[], readonly number[], { dimensions?: number }>('vector', {
    constraints: ['dimensions'],
  }),
  /** Anything that JSON can hold. Not portable between databases; prefer a map. */
  term: simple<unknown, unknown>('term'),
  createTimestamp,
  updateTimestamp,
  timestamps,
});

/** The units of time that `t.durationName` knows. */
export type DurationName =
  'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond';

type Integer<Out> = TypeOf<
  Out,
  number | bigint,
  IntegerConstraints,
  'generated' | 'unwritable' | 'public'
>;

/**
 * A 64-bit integer; inputs may be `number` or `bigint`. Records hold a `number` up to ±(2^53−1) and
 * a `bigint` beyond, so no digit is ever lost. Say `{ big: true }` where such values occur: the type
 * is then `number | bigint`. (docs/decisions/0011-integers.md)
 */
function integer(options: IntegerConstraints & { big: true }): Attribute<Integer<number | bigint>>;
function integer(options?: IntegerConstraints & { big?: false }): Attribute<Integer<number>>;
function integer(options: IntegerConstraints & { big?: boolean } = {}): Attribute<Integer<never>> {
  const row = { constraints: ['min', 'max'], key: generatedKey };
  // `big` is a matter of types alone.
  const constraints = Object.entries(options).filter(([name]) => name !== 'big');
  return attribute(row, {
    type: 'integer',
    constraints: checkedOptions('integer', row, Object.fromEntries(constraints)),
  });
}

/** A symbol. With `oneOf`, records and inputs are those strings. */
function atom<const Value extends string = string>(options?: {
  oneOf?: readonly Value[];
}): Attribute<TypeOf<Value, Value, AtomConstraints>> {
  const row = { constraints: ['oneOf'] };
  return attribute(row, { type: 'atom', constraints: checkedOptions('atom', row, options) });
}

/** One of the given strings, matched without regard to case. */
function enumeration<const Value extends EnumValue>(
  values: readonly Value[],
): Attribute<TypeOf<ValueOf<Value>, ValueOf<Value>>> {
  return attribute(
    { constraints: [] },
    { type: { enum: freezeDeep([...values]) }, constraints: {} },
  );
}

type ValueOf<V extends EnumValue> = V extends { readonly value: infer Text extends string }
  ? Text
  : V extends string
    ? V
    : never;

/** A list of values of one type. */
function array<A extends AnyAttribute>(
  items: A,
  options?: ArrayConstraints,
): Attribute<ArrayType<A>> {
  const row = { constraints: ['minLength', 'maxLength', 'nilItems', 'removeNilItems'] };
  const own = checkedOptions('array', row, options);
  return attribute(row, {
    type: { array: items.definition.type },
    constraints: { ...own, items: items.definition.constraints },
  });
}

const embeddedConstraints = [
  'createAction',
  'updateAction',
  'destroyAction',
  'readAction',
  'onUpdate',
  'load',
  'sort',
  'includeSource',
];

/**
 * A record of an embedded resource: maps that are given run its actions. The domain need not list
 * the resource. By name, for a resource that embeds itself; its values are then plain maps for the
 * compiler.
 */
function embedded(
  resource: string,
  options?: EmbeddedConstraints,
): Attribute<TypeOf<JsonMap, JsonMap, EmbeddedConstraints>>;
function embedded<R extends AnyResource, const Load extends LoadableName<R> = never>(
  resource: R,
  options?: EmbeddedConstraints<Load>,
): Attribute<EmbeddedType<R, Load>>;
function embedded(resource: string | AnyResource, options?: EmbeddedConstraints): unknown {
  const row = { constraints: embeddedConstraints };
  const type =
    typeof resource === 'string' ? { embedded: resource } : { embedded: resource.name, resource };
  return attribute(row, { type, constraints: checkedOptions('embedded', row, options) });
}

/** A map. With `fields`, only those survive and each has its type; the keys are kept as written. */
function map(): Attribute<TypeOf<JsonMap, JsonMap>>;
function map<const F extends Fields>(options: {
  fields: F;
  preserveNilValues?: boolean;
}): Attribute<TypeOf<FieldsOutput<F>, FieldsInput<F>>>;
function map(
  options: { fields?: Fields; preserveNilValues?: boolean } = {},
): Attribute<TypeOf<never, never>> {
  return attribute({ constraints: [] }, { type: 'map', constraints: options });
}

/** As a map with fields; fields that are absent become `null`. `instanceOf` names a resource. */
function struct<const F extends Fields>(options: {
  fields: F;
  instanceOf?: string;
}): Attribute<TypeOf<{ [K in keyof F]: OutputOf<F[K]> }, FieldsInput<F>>> {
  return attribute({ constraints: [] }, { type: 'struct', constraints: options });
}

/** An ordered map: a list of name and value, or a map. */
function keyword<const F extends Fields>(options: {
  fields: F;
}): Attribute<TypeOf<FieldsOutput<F>, FieldsInput<F>>> {
  return attribute({ constraints: [] }, { type: 'keyword', constraints: options });
}

/** A list of fixed length whose positions have names and types. */
function tuple(options: {
  fields: Fields;
}): Attribute<TypeOf<readonly unknown[], readonly unknown[]>> {
  return attribute({ constraints: [] }, { type: 'tuple', constraints: options });
}

/**
 * One of several types. Records hold a `Union`, whose `type` says which; inputs are values of a
 * member, or a `Union`.
 */
function union<const M extends Members>(options: {
  types: M;
  storage?: 'type_and_value' | 'map_with_tag';
}): Attribute<UnionType<M>> {
  return attribute({ constraints: [] }, { type: 'union', constraints: options });
}

/**
 * A type of the application's own: a base with fixed constraints, under a name.
 * `const Email = newType('email', t.ciString().match(/@/))`, then `email: Email.required()`.
 */
export function newType<A extends AnyAttribute>(name: string, base: A): A {
  const { type, constraints } = base.definition;
  const of: TypeReference = { new_type: name, of: type, constraints };
  const definition: AttributeDefinition = { ...base.definition, type: of, constraints: {} };
  return attribute({ constraints: [] }, definition) as unknown as A;
}

const instant: TypeRow = { constraints: ['castDatesAs'] };

function timestampDefinition(): AttributeDefinition {
  return {
    type: 'utc_datetime_usec',
    constraints: {},
    allowNil: false,
    writable: false,
    default: now,
    matchOtherDefaults: true,
  };
}

/** When the record was created (spec 1.2): set once, never an input. */
function createTimestamp(): Timestamp {
  return attribute(instant, timestampDefinition());
}

/** When the record was last changed (spec 1.2): an update that changes nothing leaves it alone. */
function updateTimestamp(): Timestamp {
  return attribute(instant, { ...timestampDefinition(), updateDefault: now });
}

/** `insertedAt` and `updatedAt`, to be spread into `attributes`. */
function timestamps(): { insertedAt: Timestamp; updatedAt: Timestamp } {
  return { insertedAt: createTimestamp(), updatedAt: updateTimestamp() };
}

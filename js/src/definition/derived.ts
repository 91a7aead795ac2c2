// Fields that are derived from others: aggregates over relationships, and calculations.
import type { AnyAttribute, AttributeDefinition, PresentOutputOf } from './attribute.ts';
import type { Expression } from './expression.ts';
import type { RelationshipSort } from './relationship.ts';

/** What an aggregate does with the related records. */
export type AggregateKind = 'count' | 'exists' | 'first' | 'sum' | 'list' | 'min' | 'max' | 'avg';

/** Options of aggregates (spec 9). */
export interface AggregateOptions {
  /** Only records for which this holds. */
  filter?: Expression<boolean>;
  /** Which is first, and the order of a list. */
  sort?: RelationshipSort;
  /** The value when there is no record. */
  default?: unknown;
  /** Each value once. */
  uniq?: boolean;
  /** Whether nil values count as values of `first` and `list`. */
  includeNil?: boolean;
  public?: boolean;
  description?: string;
}

/** An aggregate, frozen. */
export interface Aggregate<
  Kind extends AggregateKind = AggregateKind,
  Path extends string = string,
  Field extends string = string,
> {
  readonly kind: Kind;
  /** The relationships that lead to the records. */
  readonly path: readonly [Path, ...string[]];
  readonly field?: Field;
  readonly options: Readonly<AggregateOptions>;
}

type PathOf<Path extends string> = Path | readonly [Path, ...string[]];

function aggregate<Kind extends AggregateKind, Path extends string, Field extends string>(
  kind: Kind,
  path: PathOf<Path>,
  field: Field | undefined,
  options: AggregateOptions = {},
): Aggregate<Kind, Path, Field> {
  const steps = typeof path === 'string' ? ([path] as const) : path;
  const common = { kind, path: Object.freeze(steps), options: Object.freeze({ ...options }) };
  return Object.freeze(field === undefined ? common : { ...common, field });
}

function overField<Kind extends AggregateKind>(kind: Kind) {
  return <const Path extends string, const Field extends string>(
    path: PathOf<Path>,
    field: Field,
    options?: AggregateOptions,
  ): Aggregate<Kind, Path, Field> => aggregate(kind, path, field, options);
}

/** How many related records there are. */
export function count<const Path extends string>(
  path: PathOf<Path>,
  options?: AggregateOptions,
): Aggregate<'count', Path, never> {
  return aggregate<'count', Path, never>('count', path, undefined, options);
}

/** Whether there is a related record. */
export function someRelated<const Path extends string>(
  path: PathOf<Path>,
  options?: AggregateOptions,
): Aggregate<'exists', Path, never> {
  return aggregate<'exists', Path, never>('exists', path, undefined, options);
}

/** The field of the first related record, by the sort of the relationship; nil values are skipped. */
export const first = overField('first');
/** The sum of the field over the related records. */
export const sum = overField('sum');
/** The field of all related records. */
export const list = overField('list');
/** The least value of the field. */
export const min = overField('min');
/** The greatest value of the field. */
export const max = overField('max');
/** The mean of the field. */
export const avg = overField('avg');

declare const output: unique symbol;

/** A calculation, frozen. */
export interface Calculation<Output = unknown> {
  readonly type: AttributeDefinition;
  readonly expression: Expression;
  readonly arguments: Readonly<Record<string, AnyAttribute>>;
  readonly options: Readonly<CalculationOptions>;
  readonly [output]?: Output;
}

/** Options of calculations. */
export interface CalculationOptions {
  arguments?: Readonly<Record<string, AnyAttribute>>;
  public?: boolean;
  description?: string;
}

/** A field computed from others: `calculate(t.string(), expr(({ name }) => name.downcase()))`. */
export function calculate<A extends AnyAttribute>(
  type: A,
  expression: Expression,
  options: CalculationOptions = {},
): Calculation<PresentOutputOf<A> | null> {
  return Object.freeze({
    type: type.definition,
    expression,
    arguments: Object.freeze({ ...options.arguments }),
    options: Object.freeze({ ...options }),
  });
}

// Fields that are derived from others: aggregates over relationships, and calculations.
import type { AnyAttribute, AttributeDefinition, PresentOutputOf } from './attribute.ts';
import type { Expression } from './expression.ts';
import type { RelationshipSort } from './relationship.ts';

/** What an aggregate does with the related records. */
export type AggregateKind =
  'count' | 'exists' | 'first' | 'sum' | 'list' | 'min' | 'max' | 'avg' | 'custom';

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

/** An aggregate of the application, frozen. */
export interface CustomAggregate<Output = unknown, Path extends string = string> extends Aggregate<
  'custom',
  Path
> {
  readonly type: AttributeDefinition;
  readonly implementation: (values: never[]) => unknown;
  readonly [output]?: Output;
}

/**
 * What a function makes of the field of all related records:
 * `customAggregate(t.integer(), 'albums', 'year', (years: number[]) => years.length)`. It runs inside
 * of the statement that reads the records, so it can be filtered and sorted by; it is synchronous.
 */
export function customAggregate<A extends AnyAttribute, const Path extends string>(
  type: A,
  path: PathOf<Path>,
  field: string,
  implementation: (values: never[]) => PresentOutputOf<A> | null,
  options?: AggregateOptions,
): CustomAggregate<PresentOutputOf<A> | null, Path> {
  const common = aggregate<'custom', Path, string>('custom', path, field, options);
  return Object.freeze({ ...common, type: type.definition, implementation });
}

/** What a calculation in code is given beside the records. */
export interface CalculationContext<Arguments = Readonly<Record<string, unknown>>> {
  readonly arguments: Arguments;
  readonly actor: unknown;
  readonly tenant: unknown;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Computes one value for each of the records, in their order. Synchronous. */
export type CalculateFunction<Value, Arguments = never> = (
  records: readonly never[],
  given: CalculationContext<Arguments>,
) => readonly (Value | null)[];

/** A calculation, frozen. */
export interface Calculation<Output = unknown> {
  readonly type: AttributeDefinition;
  /** How the database computes it; without, the function does. */
  readonly expression?: Expression;
  readonly calculate?: CalculateFunction<unknown>;
  readonly arguments: Readonly<Record<string, AnyAttribute>>;
  readonly options: Readonly<CalculationOptions>;
  readonly [output]?: Output;
}

/** Options of calculations. */
export interface CalculationOptions {
  arguments?: Readonly<Record<string, AnyAttribute>>;
  public?: boolean;
  description?: string;
  /** What a function needs to be loaded with its records: `['albumCount']`, `{ albums: true }`. */
  load?: readonly string[] | Readonly<Record<string, unknown>>;
  /** Whether its records have no more than that and their primary key. */
  strictLoads?: boolean;
}

/**
 * A field computed from others: by the database, as an expression that can be filtered and sorted by,
 * `calculate(t.string(), expr(({ name }) => name.downcase()))`; or by a function, once for all records
 * that it is loaded on, `calculate(t.string(), (records: { name: string }[]) => …, { load: ['name'] })`.
 */
export function calculate<A extends AnyAttribute>(
  type: A,
  by: Expression | CalculateFunction<PresentOutputOf<A>>,
  options: CalculationOptions = {},
): Calculation<PresentOutputOf<A> | null> {
  return Object.freeze({
    type: type.definition,
    ...(typeof by === 'function' ? { calculate: by } : { expression: by }),
    arguments: Object.freeze({ ...options.arguments }),
    options: Object.freeze({ ...options }),
  });
}

// Expressions as data. `expr` hands the fields of the resource to a function and keeps what it
// builds; nothing is evaluated here, and names are respelled when the definition message is made.

import type { RecordOf } from './infer.ts';
import type { AnyResource } from './resource.ts';

declare const result: unique symbol;

/** A node of an expression whose value is `Value`. */
export interface Expression<Value = unknown> {
  readonly node: ExpressionNode;
  readonly [result]?: Value;
}

/** The tree, with field and argument names as the developer wrote them. */
export type ExpressionNode =
  | { readonly op: string; readonly args: readonly ExpressionNode[] }
  | { readonly fn: string; readonly args: readonly ExpressionNode[] }
  | { readonly ref: string; readonly path?: readonly string[] }
  | { readonly value: unknown }
  | { readonly arg: string }
  | { readonly actor: string }
  | { readonly upsertConflict: string }
  | { readonly atomicRef: string }
  | { readonly parent: ExpressionNode }
  | { readonly if: readonly [ExpressionNode, ExpressionNode, ExpressionNode] }
  | { readonly cond: readonly (readonly [ExpressionNode, ExpressionNode])[] }
  | { readonly list: readonly ExpressionNode[] }
  | { readonly interpolate: readonly ExpressionNode[] }
  | { readonly calc: string; readonly args: Readonly<Record<string, ExpressionNode>> }
  | { readonly search: SearchNode }
  | { readonly combination: string }
  | { readonly searchRank: SearchNode }
  | { readonly exists: { readonly path: readonly string[]; readonly filter: ExpressionNode } }
  | {
      readonly aggregate: {
        readonly kind: string;
        readonly path: readonly string[];
        readonly field?: string;
        readonly filter?: ExpressionNode;
      };
    };

interface SearchNode {
  readonly index: string;
  readonly text: ExpressionNode;
}

/** A value, or an expression that has one. */
export type Operand<Value> = Value | Expression<Value> | Expression;

/** What can be asked of every expression. Comparing with nil gives nil, as in SQL (spec 8.3). */
export interface Operations<Value> extends Expression<Value> {
  eq(other: Operand<Value>): Operations<boolean>;
  notEq(other: Operand<Value>): Operations<boolean>;
  lt(other: Operand<Value>): Operations<boolean>;
  lte(other: Operand<Value>): Operations<boolean>;
  gt(other: Operand<Value>): Operations<boolean>;
  gte(other: Operand<Value>): Operations<boolean>;
  in(list: readonly Value[] | Expression<readonly Value[]> | Expression): Operations<boolean>;
  isNil(): Operations<boolean>;
  and(other: Operand<boolean>): Operations<boolean>;
  or(other: Operand<boolean>): Operations<boolean>;
  not(): Operations<boolean>;
  plus(other: Operand<Value>): Operations<Value>;
  minus(other: Operand<Value>): Operations<Value>;
  times(other: Operand<Value>): Operations<Value>;
  dividedBy(other: Operand<Value>): Operations<number>;
  concat(other: Operand<string>): Operations<string>;
  contains(text: Operand<string>): Operations<boolean>;
  startsWith(text: Operand<string>): Operations<boolean>;
  endsWith(text: Operand<string>): Operations<boolean>;
  downcase(): Operations<string>;
  trim(): Operations<string>;
  stringLength(): Operations<number>;
  /** The number of items. */
  length(): Operations<number>;
  has(item: Operand<unknown>): Operations<boolean>;
  /** The item at a place, counted from 0; negative from the end. */
  at(index: Operand<number>): Operations<unknown>;
  intersects(list: Operand<readonly unknown[]>): Operations<boolean>;
  /** The pieces between a delimiter (a blank unless given). */
  split(delimiter?: Operand<string>): Operations<string[]>;
  /** Where the text begins, counted in characters from 0; nil if nowhere. */
  position(text: Operand<string>): Operations<number>;
  /** What stands inside a map under those keys. */
  getPath(keys: readonly (string | number)[]): Operations<unknown>;
  round(places?: Operand<number>): Operations<number>;
  /** The remainder of a division, with the sign of the dividend. */
  rem(divisor: Operand<number>): Operations<number>;
  /** This, unless it is nil or false: then the other. */
  orElse<Other>(other: Operand<Other>): Operations<Value | Other>;
  isDistinctFrom(other: Operand<Value>): Operations<boolean>;
  isNotDistinctFrom(other: Operand<Value>): Operations<boolean>;
}

/** The fields that an expression can be built from. */
export type FieldReferences<Fields> = { readonly [K in keyof Fields]-?: Operations<Fields[K]> };

/** The fields of a resource that is not known: any name, no types. */
// Under noUncheckedIndexedAccess a member of any other type may be undefined.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type UncheckedFields = Readonly<Record<string, any>>;

/** An expression, or the function that builds it from the fields. */
export type ExpressionOver<Fields, Value = boolean> =
  Expression<Value> | ((fields: FieldReferences<Fields>) => Expression<Value>);

const operators: Readonly<Record<string, string>> = {
  eq: '==',
  notEq: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  in: 'in',
  and: 'and',
  or: 'or',
  not: 'not',
  plus: '+',
  minus: '-',
  times: '*',
  dividedBy: '/',
  concat: '<>',
  orElse: '||',
};

const functions: Readonly<Record<string, string>> = {
  isNil: 'is_nil',
  contains: 'contains',
  startsWith: 'string_starts_with',
  endsWith: 'string_ends_with',
  downcase: 'string_downcase',
  trim: 'string_trim',
  stringLength: 'string_length',
  length: 'length',
  has: 'has',
  at: 'at',
  intersects: 'intersects',
  split: 'string_split',
  position: 'string_position',
  getPath: 'get_path',
  round: 'round',
  rem: 'rem',
  isDistinctFrom: 'is_distinct_from',
  isNotDistinctFrom: 'is_not_distinct_from',
};

class Node implements Expression {
  readonly node: ExpressionNode;

  constructor(node: ExpressionNode) {
    this.node = Object.freeze(node);
  }
}

for (const [method, op] of Object.entries(operators))
  defineMethod(method, (args) => ({ op, args }));
for (const [method, fn] of Object.entries(functions))
  defineMethod(method, (args) => ({ fn, args }));

function defineMethod(name: string, make: (args: ExpressionNode[]) => ExpressionNode): void {
  const value = function (this: Node, ...operands: unknown[]) {
    return new Node(make([this.node, ...operands.map(nodeOf)]));
  };
  Object.defineProperty(Node.prototype, name, { value });
}

function nodeOf(operand: unknown): ExpressionNode {
  return operand instanceof Node ? operand.node : Object.freeze({ value: operand });
}

function expression<Value>(node: ExpressionNode): Operations<Value> {
  return new Node(node) as unknown as Operations<Value>;
}

/** Whether this is an expression, made by any function of this page. */
export function isExpression(value: unknown): value is Expression {
  return value instanceof Node;
}

/**
 * An expression over the fields of a resource. Where a definition takes an expression, the function
 * alone is enough and knows the fields: `filter: ({ name }) => name.contains(arg('query'))`.
 * Elsewhere name the resource for checked fields: `expr(Artist, ({ name }) => name.eq('x'))`.
 */
export function expr<R extends AnyResource, Value>(
  resource: R,
  build: (fields: FieldReferences<RecordOf<R>>) => Expression<Value>,
): Expression<Value>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- its value is not known either
export function expr(build: (fields: UncheckedFields) => unknown): Expression<any>;
export function expr(
  first: AnyResource | ((fields: never) => unknown),
  second?: (fields: never) => unknown,
): Expression {
  const build = second ?? (first as (fields: never) => Expression);
  return build(references as never) as Expression;
}

/** The expression, built if it is a function still. */
export function builtExpression(given: ExpressionOver<never, unknown>): Expression {
  return typeof given === 'function' ? given(references as never) : given;
}

const references = new Proxy(Object.freeze({}), {
  get: (_, name) => (typeof name === 'string' ? expression({ ref: name }) : undefined),
});

/** A field by name, of this resource or along a path of relationships: `ref('name', ['artist'])`. */
export function ref<Value = unknown>(field: string, path?: readonly string[]): Operations<Value> {
  return expression(path === undefined ? { ref: field } : { ref: field, path });
}

/** The argument of the action that runs. */
export function arg<Value = unknown>(name: string): Operations<Value> {
  return expression({ arg: name });
}

/** In conditions and atomics of upserts: what was to be inserted; a bare field is the stored one. */
export function upsertConflict<Value = unknown>(field: string): Operations<Value> {
  return expression({ upsertConflict: field });
}

/** In atomics: what the field is being set to; a bare field is the stored one. */
export function atomicRef<Value = unknown>(field: string): Operations<Value> {
  return expression({ atomicRef: field });
}

/** A field of the actor; nil if there is none. */
export function actor<Value = unknown>(field: string): Operations<Value> {
  return expression({ actor: field });
}

/** A literal, where a method is to be called on it. */
export function literal<Value>(value: Value): Operations<Value> {
  return expression({ value });
}

/** The outer record, inside `exists` and filters of relationships. */
export function parent<Value>(inner: Expression<Value>): Operations<Value> {
  return expression({ parent: inner.node });
}

/** Whether a record along the path of relationships fulfils the condition. */
export function exists(
  path: string | readonly string[],
  condition: Expression<boolean>,
): Operations<boolean> {
  const steps = typeof path === 'string' ? [path] : path;
  return expression({ exists: { path: steps, filter: condition.node } });
}

/**
 * Whether a full-text index of the resource finds the record: by all words of the text, its
 * `"phrases"`, and its beginnings of words (`riv*`). Text without a word finds nothing.
 */
export function search(index: string, text: Operand<string>): Operations<boolean> {
  return expression({ search: { index, text: nodeOf(text) } });
}

/** How well the record fits, as a number to sort by: the best comes first in ascending order. */
export function searchRank(index: string, text: Operand<string>): Operations<number> {
  return expression({ searchRank: { index, text: nodeOf(text) } });
}

/** What the members of a combination of queries compute under that name. */
export function combination<Value = unknown>(name: string): Operations<Value> {
  return expression({ combination: name });
}

/** `then` if the condition holds, otherwise (also for nil) `otherwise`. */
export function when<Value>(
  condition: Expression<boolean>,
  then: Operand<Value>,
  otherwise: Operand<Value>,
): Operations<Value> {
  return expression({ if: [condition.node, nodeOf(then), nodeOf(otherwise)] });
}

/** The present moment, the same everywhere in one query. */
export function now(): Operations<string> {
  return expression({ fn: 'now', args: [] });
}

/** The present day in UTC, the same everywhere in one query. */
export function today(): Operations<string> {
  return expression({ fn: 'today', args: [] });
}

/** The units that dates and times are moved by. */
export type DateUnit =
  'year' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond';

/** So long before now. */
export function ago(count: Operand<number>, unit: DateUnit): Operations<string> {
  return expression({ fn: 'ago', args: [nodeOf(count), nodeOf(unit)] });
}

/** So long after now. */
export function fromNow(count: Operand<number>, unit: DateUnit): Operations<string> {
  return expression({ fn: 'from_now', args: [nodeOf(count), nodeOf(unit)] });
}

/** A date moved by so many of a unit; a day that the month does not have is its last. */
export function dateAdd(
  date: Operand<string>,
  count: Operand<number>,
  unit: DateUnit,
): Operations<string> {
  return expression({ fn: 'date_add', args: [nodeOf(date), nodeOf(count), nodeOf(unit)] });
}

/** A moment (of a date: its midnight in UTC) moved by so many of a unit. */
export function datetimeAdd(
  moment: Operand<string>,
  count: Operand<number>,
  unit: DateUnit,
): Operations<string> {
  return expression({ fn: 'datetime_add', args: [nodeOf(moment), nodeOf(count), nodeOf(unit)] });
}

/** The value behind the first condition that holds; nil if none does. */
export function cond<Value>(
  ...pairs: readonly (readonly [Expression<boolean>, Operand<Value>])[]
): Operations<Value> {
  return expression({ cond: pairs.map(([condition, value]) => [condition.node, nodeOf(value)]) });
}

/** The parts as one text; nil if one of them is. */
export function textOf(...parts: readonly Operand<unknown>[]): Operations<string> {
  return expression({ interpolate: parts.map(nodeOf) });
}

/** The texts of a list in one, without those that are nil. */
export function join(parts: readonly Operand<unknown>[], joiner = ''): Operations<string> {
  return expression({ fn: 'string_join', args: [{ list: parts.map(nodeOf) }, { value: joiner }] });
}

/** A calculation of the resource with its arguments. */
export function calc<Value = unknown>(
  name: string,
  args: Readonly<Record<string, Operand<unknown>>> = {},
): Operations<Value> {
  const nodes = Object.entries(args).map(([key, value]) => [key, nodeOf(value)] as const);
  return expression({ calc: name, args: Object.fromEntries(nodes) });
}

/** One value out of related records: `related('sum', 'albums', { field: 'price' })`. */
export function related<Value = number>(
  kind: 'count' | 'exists' | 'first' | 'sum' | 'list' | 'min' | 'max' | 'avg',
  path: string | readonly string[],
  options: { readonly field?: string; readonly filter?: Expression<boolean> } = {},
): Operations<Value> {
  const { field, filter } = options;
  return expression({
    aggregate: {
      kind,
      path: typeof path === 'string' ? [path] : path,
      ...(field !== undefined && { field }),
      ...(filter !== undefined && { filter: filter.node }),
    },
  });
}

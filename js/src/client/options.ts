// Options of calls, and how they are written on the wire.
import type { Expression } from '../definition/expression.ts';
import { isExpression } from '../definition/expression.ts';
import { expressionMessage } from '../definition/message/expressions.ts';
import type { UpsertFields } from '../definition/action.ts';
import type { Calculation } from '../definition/derived.ts';
import { embeddedResource } from '../definition/embedded.ts';
import type { AttributeName, RecordOf } from '../definition/infer.ts';
import { upsertFieldsMessage } from '../definition/message/parts.ts';
import { typeMessage } from '../definition/message/types.ts';
import type {
  CheckedLoad,
  FilterOf,
  LoadOf,
  PageOptions,
  RowLock,
  ResourceMap,
  SortOf,
} from '../definition/query_types.ts';
import type { AnyResource } from '../definition/resource.ts';
import { hostError } from '../wire/errors.ts';
import { snakeKeys, toSnakeCase } from '../wire/names.ts';
import type { Changeset } from './changeset.ts';

/** Options that every call takes. */
export interface CallOptions {
  /** Who does this: any value, usually a record. */
  readonly actor?: unknown;
  /** On whose behalf. */
  readonly tenant?: unknown;
  /** Merged into the context of the action. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Whether policies are asked. */
  readonly authorize?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
}

/** What is to be read back, and how it changes the type of the record. */
export interface ResultOptions<Rs extends ResourceMap, R extends AnyResource, L, S> {
  /** What is loaded on the result: `{ albums: { tracks: true } }`, or a list of names. */
  readonly load?: L & CheckedLoad<Rs, R, L>;
  /** The attributes of the result; the primary key is always there. */
  readonly select?: readonly (S & AttributeName<R>)[];
}

/** Options of writes. */
export interface WriteOptions<Rs extends ResourceMap, R extends AnyResource, L, S>
  extends CallOptions, ResultOptions<Rs, R, L, S>, UpsertOptions<R> {
  /** Inputs that are ignored when the action does not know them. */
  readonly skipUnknownInputs?: readonly string[] | '*';
  /** Values of arguments that are not public. */
  readonly privateArguments?: Readonly<Record<string, unknown>>;
}

/** What a create does where its row is there already (spec 6.2). */
export interface UpsertOptions<R extends AnyResource = AnyResource> {
  /** Updates the row that is there instead of failing. */
  readonly upsert?: boolean;
  /** Whose keys decide which row that is; the primary key unless given. */
  readonly upsertIdentity?: string;
  /** What is written to it; what was changed explicitly unless given. */
  readonly upsertFields?: UpsertFields<AttributeName<R>>;
  /** The row is written only where this holds; `upsertConflict(field)` is what was to be inserted. */
  readonly upsertCondition?: Expression<boolean>;
  /** Whether a row that was not written is the result, instead of being stale. */
  readonly returnSkippedUpsert?: boolean;
  /** `false` leaves update defaults alone. */
  readonly touchUpdateDefaults?: boolean;
}

/** Options of reads. */
export interface ReadOptions<Rs extends ResourceMap, R extends AnyResource, L, S, P = undefined>
  extends CallOptions, ResultOptions<Rs, R, L, S> {
  /** Which records; and-ed with what the action filters by. */
  readonly filter?: FilterOf<Rs, R> | Expression<boolean>;
  /**
   * As `filter`, from a user, as JSON has it: `{ name: { contains: 'x' } }`. Names of private fields
   * are refused, at any depth. Both are and-ed.
   */
  readonly filterInput?: Readonly<Record<string, unknown>>;
  readonly sort?: SortOf<R>;
  /** As `sort`, from a user: `"-yearReleased,name"`. Names of private fields are refused. */
  readonly sortInput?: string;
  /** Of the records that are alike in these only the first, in the order of `distinctSort`, else of `sort`. */
  readonly distinct?: SortOf<R>;
  readonly distinctSort?: SortOf<R>;
  readonly limit?: number;
  readonly offset?: number;
  readonly page?: P & (PageOptions | false | undefined);
  /**
   * How the rows would be locked where there are several writers. A database here has one, so that
   * nothing is to be done for it. Any other word rejects with `lock_not_supported`.
   */
  readonly lock?: RowLock;
  /**
   * The records are those of these queries, joined in this order; the first is the base. All else
   * that is asked for is asked of what comes of them.
   */
  readonly combinationOf?: readonly [
    CombinationMember<Rs, R> & { readonly type: 'base' },
    ...(CombinationMember<Rs, R> & { readonly type: Exclude<CombinationType, 'base'> })[],
  ];
}

/** Options of loads on records in hand. */
export interface LoadOptions extends CallOptions {
  /** Whether what all records have already is left as it is. */
  readonly lazy?: boolean;
  /** Whether the records have no more than their primary key and what was loaded. */
  readonly strict?: boolean;
}

/** Options of reads in batches. */
export interface StreamOptions<Rs extends ResourceMap, R extends AnyResource, L, S> extends Omit<
  ReadOptions<Rs, R, L, S>,
  'page' | 'offset'
> {
  /** Records per batch; 250 unless given. */
  readonly batchSize?: number;
}

/** Records per batch of a stream, unless said otherwise. */
export const defaultBatchSize = 250;

/** How the records of a member join those of the members before it. */
export type CombinationType = 'base' | 'union' | 'unionAll' | 'intersect' | 'except';

/** A member of a combination. */
export interface CombinationMember<Rs extends ResourceMap, R extends AnyResource> {
  readonly type: CombinationType;
  readonly filter?: FilterOf<Rs, R> | Expression<boolean>;
  readonly sort?: SortOf<R>;
  readonly limit?: number;
  readonly offset?: number;
  /** The same of each member; `combination('name')` is what came of it. */
  readonly calculations?: Readonly<Record<string, Calculation>>;
}

/** Options of bulk calls (spec 6.6). */
export interface BulkOptions<R extends AnyResource = AnyResource>
  extends CallOptions, UpsertOptions<R> {
  /** Inputs per batch, each in one transaction; 100 unless given. */
  readonly batchSize?: number;
  /** Whether the result holds the records. */
  readonly returnRecords?: boolean;
  /** Whether the result holds the errors; otherwise only their number. */
  readonly returnErrors?: boolean;
  /** Whether the first failing batch is the last. */
  readonly stopOnError?: boolean;
  /** Records in the order of the inputs. */
  readonly sorted?: boolean;
  readonly notify?: boolean;
  /** One transaction for each batch, for all, or none. */
  readonly transaction?: 'batch' | 'all' | false;
  readonly rollbackOnError?: boolean;
  /**
   * Whether inputs are values as records have them, so that they are neither converted nor checked
   * against constraints: the fast way for what comes from where it was checked before. What is no value
   * of its type is refused all the same.
   */
  readonly assumeCasted?: boolean;
  /**
   * Given each changeset once its inputs are cast, before changes and validations; may return a changed
   * one. Not async. Runs where the engine does, so a page with the engine in a worker has none
   * (`invalid_message`); an update or destroy needs the strategy `stream`.
   */
  readonly transformChangeset?: (
    changeset: Changeset<RecordOf<R>>,
    // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- so that a promise is a mistake
  ) => Changeset<RecordOf<R>> | void;
  readonly select?: readonly AttributeName<R>[];
  readonly load?: LoadOf<ResourceMap, AnyResource>;
  readonly skipUnknownInputs?: readonly string[] | '*';
}

/** How a bulk update or destroy is carried out; the first that can be used of those given. */
export type BulkStrategy =
  /** One statement for all records of a query. */
  | 'atomic'
  /** One statement for each batch. */
  | 'atomicBatches'
  /** Each record is read, and lives through the action with all its hooks, in batches. */
  | 'stream';

/** Options of bulk updates and destroys. */
export interface BulkChangeOptions<R extends AnyResource = AnyResource> extends Omit<
  BulkOptions<R>,
  keyof UpsertOptions
> {
  /** `'atomic'` unless given. What cannot be one statement then fails with `no_matching_bulk_strategy`. */
  readonly strategy?: BulkStrategy | readonly BulkStrategy[];
}

/** The records that a bulk update or destroy is about, where they are not listed. */
export interface BulkQuery<Rs extends ResourceMap, R extends AnyResource> {
  readonly filter?: FilterOf<Rs, R> | Expression<boolean>;
  readonly sort?: SortOf<R>;
  readonly limit?: number;
  readonly offset?: number;
}

/** Options of bulk creates. */
export interface BulkCreateOptions<R extends AnyResource = AnyResource> extends BulkOptions<R> {
  /** Told, again and again, how many inputs have been worked on. */
  readonly onProgress?: (done: number) => void;
}

const callKeys = ['actor', 'tenant', 'context', 'authorize', 'timeout'];
const queryKeys = [
  'filter',
  'filterInput',
  'sort',
  'sortInput',
  'distinct',
  'distinctSort',
  'limit',
  'offset',
  'page',
  'lock',
  'combinationOf',
];
const resultKeys = ['select', 'load'];
const writeKeys = [
  'skipUnknownInputs',
  'privateArguments',
  'upsert',
  'upsertIdentity',
  'upsertFields',
  'upsertCondition',
  'returnSkippedUpsert',
  'touchUpdateDefaults',
  'returnDestroyed',
];
const bulkKeys = [
  'batchSize',
  'returnRecords',
  'returnErrors',
  'stopOnError',
  'sorted',
  'notify',
  'transaction',
  'rollbackOnError',
  'assumeCasted',
  'transformChangeset',
  'strategy',
];

type Options = Readonly<Record<string, unknown>>;
type Message = Record<string, unknown>;

/** `options` of a write. Loads and selects that a definition adds come first. */
export function writeMessage(options: Options | undefined, load?: readonly string[]): Message {
  if (options === undefined) return load === undefined ? {} : { load };
  return resultMessage(
    optionsMessage(options, [...callKeys, ...resultKeys, ...writeKeys]),
    options,
    load,
  );
}

/** `options` of a bulk write. */
export function bulkMessage(options: Options | undefined): Message {
  if (options === undefined) return {};
  const known = [...callKeys, ...resultKeys, ...writeKeys, ...bulkKeys];
  const message = resultMessage(optionsMessage(options, known), options);
  const { strategy } = options;
  if (strategy !== undefined)
    message['strategy'] = [strategy].flat().map((name) => toSnakeCase(name as string));
  return message;
}

/** `query` and `options` of a read. */
export function readMessage(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  options: Options | undefined,
  load?: readonly string[],
): { query: Message; options: Message } {
  if (options === undefined) return { query: load === undefined ? {} : { load }, options: {} };
  refuseUnknown(options, [...callKeys, ...queryKeys, ...resultKeys]);
  const call = Object.entries(options).filter(([key]) => callKeys.includes(key));
  const query = queryMessage(resources, resource, options, load);
  return { query, options: optionsMessage(Object.fromEntries(call), callKeys) };
}

/** The `query` of a bulk update or destroy. */
export function bulkQueryMessage(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  query: Options,
): Message {
  refuseUnknown(query, ['filter', 'sort', 'limit', 'offset']);
  return queryMessage(resources, resource, query);
}

function optionsMessage(options: Options, known: readonly string[]): Message {
  refuseUnknown(options, known);
  const message: Message = snakeKeys(options);
  const { upsertFields, upsertCondition, upsertIdentity } = options;
  if (upsertFields !== undefined)
    message['upsert_fields'] = upsertFieldsMessage(upsertFields as UpsertFields);
  if (typeof upsertIdentity === 'string') message['upsert_identity'] = toSnakeCase(upsertIdentity);
  if (isExpression(upsertCondition))
    message['upsert_condition'] = expressionMessage(upsertCondition.node);
  return message;
}

function refuseUnknown(options: Options, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw hostError(
      'invalid_message',
      `there is no option ${unknown}; there are ${known.join(', ')}`,
    );
}

function resultMessage(message: Message, options: Options, load?: readonly string[]): Message {
  const loads = combinedLoads(load, options['load']);
  if (loads !== undefined) message['load'] = loads;
  return message;
}

/** A query, on its own or under a relationship that is loaded. */
function queryMessage(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  options: Options,
  load?: readonly string[],
): Message {
  const query: Message = {};
  const { filter, filterInput, limit, offset, select, page } = options;
  const { sort, sortInput, distinct, distinctSort } = options;
  if (filter !== undefined) query['filter'] = filterMessage(resources, resource, filter);
  if (filterInput !== undefined)
    query['filter_input'] = filterMessage(resources, resource, filterInput);
  if (sort !== undefined) query['sort'] = sortMessage(sort);
  if (sortInput !== undefined) query['sort_input'] = sortInput;
  if (distinct !== undefined) query['distinct'] = sortMessage(distinct);
  if (distinctSort !== undefined) query['distinct_sort'] = sortMessage(distinctSort);
  if (limit !== undefined) query['limit'] = limit;
  if (offset !== undefined) query['offset'] = offset;
  if (select !== undefined) query['select'] = select;
  if (page !== undefined) query['page'] = pageMessage(page);
  if (options['lock'] !== undefined) query['lock'] = options['lock'];
  if (options['combinationOf'] !== undefined)
    query['combination_of'] = (options['combinationOf'] as readonly Options[]).map((member) =>
      memberMessage(resources, resource, member),
    );
  const loads = combinedLoads(load, options['load'], (key, nested) =>
    queryMessage(resources, destinationOf(resources, resource, key) ?? resource, nested),
  );
  if (loads !== undefined) query['load'] = loads;
  return query;
}

function memberMessage(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  member: Options,
): Message {
  const { type, calculations, ...rest } = member;
  refuseUnknown(rest, ['filter', 'sort', 'limit', 'offset']);
  if (typeof type !== 'string')
    throw hostError('invalid_message', 'a member of a combination has no `type`');
  const computed = Object.entries((calculations ?? {}) as Record<string, Calculation>);
  return {
    type: toSnakeCase(type),
    ...queryMessage(resources, resource, rest),
    ...(computed.length > 0 && {
      calculations: Object.fromEntries(
        computed.map(([name, one]) => [toSnakeCase(name), typedMessage(one)]),
      ),
    }),
  };
}

function typedMessage({ type, expression }: Calculation): Message {
  if (expression === undefined)
    throw hostError('not_supported', 'a member of a combination computes by an expression');
  const plain = typeMessage(type.type, type.constraints, () => {
    throw hostError('not_supported', 'functions cannot be sent in a query');
  });
  return { ...plain, expr: expressionMessage(expression.node) };
}

// Where a page lies does not depend on its records.
function pageMessage(page: unknown): unknown {
  if (typeof page !== 'object' || page === null || !('from' in page)) return page;
  const from = Object.entries(page.from as object).filter(([key]) => key !== 'results');
  return { ...page, from: Object.fromEntries(from) };
}

const nestedQueryKeys = ['load', 'filter', 'sort', 'limit', 'offset', 'select', 'page', 'lock'];

type NestedQuery = (key: string, query: Options) => Message;

function combinedLoads(
  first: readonly string[] | undefined,
  second: unknown,
  nested: NestedQuery = (_, query) => ({ ...query }),
): unknown {
  if (second === undefined) return first;
  if (Array.isArray(second)) return [...(first ?? []), ...(second as string[])];
  const message: Message = {};
  for (const name of first ?? []) message[name] = true;
  return Object.assign(message, loadMessage(second as Options, nested));
}

// Under a relationship stands a query if one of its keys is a key of queries, else a map of loads.
function loadMessage(load: Options, nested: NestedQuery): Message {
  const message: Message = {};
  for (const [key, value] of Object.entries(load)) {
    if (value === undefined || value === false) continue;
    if (value === true) message[key] = true;
    else if (Object.hasOwn(value as Options, 'args')) message[key] = value;
    else if (isQuery(value as Options)) message[key] = nested(key, value as Options);
    else message[key] = nested(key, { load: value });
  }
  return message;
}

function isQuery(value: Options): boolean {
  return nestedQueryKeys.some((key) => Object.hasOwn(value, key));
}

function sortMessage(sort: unknown): unknown {
  if (typeof sort === 'string') return sort;
  if (isExpression(sort)) return [sortTerm(sort)];
  if (!Array.isArray(sort))
    return Object.entries(sort as object).map(([field, direction]) => [
      field,
      toSnakeCase(direction as string),
    ]);
  const terms = sort as readonly (string | Expression | readonly [string | Expression, string])[];
  return terms.every((term) => typeof term === 'string') ? terms.join(',') : terms.map(sortTerm);
}

const directions: Readonly<Record<string, string>> = {
  '': 'asc',
  '+': 'asc',
  '-': 'desc',
  '++': 'asc_nils_first',
  '--': 'desc_nils_last',
};

function sortTerm(
  term: string | Expression | readonly [string | Expression, string],
): [unknown, string] {
  if (typeof term !== 'string') {
    const [by, direction] = isExpression(term) ? ([term, 'asc'] as const) : term;
    const field = isExpression(by) ? { expr: expressionMessage(by.node) } : by;
    return [field, toSnakeCase(direction)];
  }
  const sign = /^[+-]*/.exec(term)![0];
  return [term.slice(sign.length), directions[sign] ?? 'asc'];
}

// Names of fields are understood as they are; names of predicates are respelled. A map under an
// attribute holds predicates, one under a relationship holds fields.
function filterMessage(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  filter: unknown,
): unknown {
  if (isExpression(filter)) return expressionMessage(filter.node);
  if (Array.isArray(filter)) return filter.map((one) => filterMessage(resources, resource, one));
  if (typeof filter !== 'object' || filter === null) return filter;
  const message: Message = {};
  for (const [key, value] of Object.entries(filter as Options)) {
    if (value === undefined) continue;
    const destination = destinationOf(resources, resource, key);
    if (key === 'and' || key === 'or' || key === 'not')
      message[key] = filterMessage(resources, resource, value);
    else if (destination !== undefined) message[key] = filterMessage(resources, destination, value);
    else message[key] = predicatesMessage(value, embeddedUnder(resource, key));
  }
  return message;
}

function embeddedUnder(resource: AnyResource, key: string): AnyResource | undefined {
  const attributes = resource.definition.attributes ?? {};
  return Object.hasOwn(attributes, key)
    ? embeddedResource(attributes[key]!.definition.type)
    : undefined;
}

// Under an attribute that embeds a resource its fields stand beside predicates.
function predicatesMessage(value: unknown, embedded?: AnyResource): unknown {
  if (isExpression(value)) return expressionMessage(value.node);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value as Options)
      .filter(([, operand]) => operand !== undefined)
      .map(([key, operand]) =>
        embedded !== undefined && Object.hasOwn(embedded.definition.attributes ?? {}, key)
          ? [key, predicatesMessage(operand, embeddedUnder(embedded, key))]
          : [toSnakeCase(key), operand],
      ),
  );
}

function destinationOf(
  resources: ReadonlyMap<string, AnyResource>,
  resource: AnyResource,
  key: string,
): AnyResource | undefined {
  const relationships = resource.definition.relationships ?? {};
  if (!Object.hasOwn(relationships, key)) return undefined;
  return resources.get(relationships[key]!.destination);
}

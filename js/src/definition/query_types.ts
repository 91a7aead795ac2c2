// Types of loads, sorts and filters, across resources that name each other by string. `Rs` is the map
// of all resources that a domain reaches.
import type {
  AnyAttribute,
  EmbeddedOf,
  FlagsOf,
  PresentInputOf,
  PresentOutputOf,
} from './attribute.ts';
import type { Aggregate, Calculation, CustomAggregate } from './derived.ts';
import type { Expression } from './expression.ts';
import type { AttributeName, AttributesOf, PrimaryKeyName, RecordOf } from './infer.ts';
import type { Direction, Relationship } from './relationship.ts';
import type { AnyResource, None, TypeErrorMessage, TypesOf } from './resource.ts';
import type { Flatten } from './t.ts';

/** Resources by name. */
export type ResourceMap = Readonly<Record<string, AnyResource>>;

type Relationships<R extends AnyResource> = TypesOf<R>['relationships'];
type Aggregates<R extends AnyResource> = TypesOf<R>['aggregates'];
type Calculations<R extends AnyResource> = TypesOf<R>['calculations'];

/** The names of the relationships. */
export type RelationshipName<R extends AnyResource> = keyof Relationships<R> & string;
export type DerivedName<R extends AnyResource> = (keyof Aggregates<R> | keyof Calculations<R>) &
  string;

/** The resource that a relationship leads to. */
export type DestinationOf<
  Rs extends ResourceMap,
  R extends AnyResource,
  K extends RelationshipName<R>,
> = Rs[Relationships<R>[K]['destination'] & keyof Rs];

type IsToMany<
  R extends AnyResource,
  K extends RelationshipName<R>,
> = Relationships<R>[K]['kind'] extends 'has_many' | 'many_to_many' ? true : false;

// --- Loads -----------------------------------------------------------------------------------

/** What can be said about the records of a relationship that is loaded. */
export interface NestedQuery<Rs extends ResourceMap, R extends AnyResource> {
  readonly load?: LoadMap<Rs, R> | readonly LoadName<R>[];
  readonly filter?: FilterOf<Rs, R> | Expression<boolean>;
  readonly sort?: SortOf<R>;
  /** Most records for each parent. */
  readonly limit?: number;
  readonly offset?: number;
  readonly select?: readonly AttributeName<R>[];
  /** A page of the records of each parent, in place of a list of them. */
  readonly page?: PageOptions;
  readonly lock?: RowLock;
}

/** A lock on the rows that are read, as SQL has them. */
export type RowLock =
  'for_update' | `FOR ${'UPDATE' | 'NO KEY UPDATE' | 'SHARE' | 'KEY SHARE'}${'' | ' NOWAIT'}`;

/** Which page of a paginated read. */
export interface PageOptions {
  readonly limit?: number;
  readonly offset?: number;
  /** Keyset pagination: the cursor of the last record before, or the first behind, the page. */
  readonly after?: string;
  readonly before?: string;
  /** Whether all records are counted. */
  readonly count?: boolean;
  /** A page that was read before, and where to go from it (`last` and numbers: by offset only). */
  readonly from?: Page<unknown>;
  readonly to?: 'next' | 'prev' | 'first' | 'last' | 'self' | number;
}

/** A page of records. */
export interface Page<Record> {
  readonly results: Record[];
  readonly limit: number;
  readonly offset?: number;
  /** Whether there are more. */
  readonly more: boolean;
  /** How many there are in all, if asked. */
  readonly count?: number | null;
  /** The cursor of each record: what `after` and `before` of another page take. */
  readonly keysets?: readonly string[];
  /** The cursor that this page was asked for with. */
  readonly after?: string;
  readonly before?: string;
}

/** The keys by which a map under a relationship is a query and not a map of further loads. */
export type QueryKey = 'load' | 'filter' | 'sort' | 'limit' | 'offset' | 'select' | 'page' | 'lock';

/** Everything that can be loaded. */
export type LoadName<R extends AnyResource> =
  RelationshipName<R> | DerivedName<R> | AttributeName<R>;

/** What to load, as a map: `{ albums: { tracks: true }, albumCount: true }`. */
export type LoadMap<Rs extends ResourceMap, R extends AnyResource> = {
  readonly [K in RelationshipName<R>]?:
    true | LoadMap<Rs, DestinationOf<Rs, R, K>> | NestedQuery<Rs, DestinationOf<Rs, R, K>>;
} & { readonly [K in DerivedName<R>]?: true | CalculationLoad } & {
  readonly [K in AttributeName<R>]?: true;
};

/** A calculation to load, with its arguments. */
export interface CalculationLoad {
  readonly args: Readonly<Record<string, unknown>>;
}

/** What to load: a map, or a list of names. */
export type LoadOf<Rs extends ResourceMap, R extends AnyResource> =
  LoadMap<Rs, R> | readonly LoadName<R>[];

/** The same with a message in the place of each name that does not exist. */
export type CheckedLoad<
  Rs extends ResourceMap,
  R extends AnyResource,
  L,
> = L extends readonly unknown[]
  ? L
  : {
      readonly [K in keyof L]: K extends RelationshipName<R>
        ? L[K] extends true
          ? true
          : keyof L[K] & QueryKey extends never
            ? CheckedLoad<Rs, DestinationOf<Rs, R, K>, L[K]>
            : L[K]
        : K extends DerivedName<R>
          ? true | CalculationLoad
          : K extends AttributeName<R>
            ? true
            : TypeErrorMessage<`${R['name']} has no field ${K & string} to load`>;
    };

/** A load map, whether a map or a list was given. */
export type AsLoadMap<L> = L extends readonly (infer Name)[]
  ? { readonly [K in Name & string]: true }
  : L;

type NestedLoad<V> = V extends { readonly load: infer L }
  ? L
  : keyof V & QueryKey extends never
    ? V
    : None;
type NestedSelect<V> = V extends { readonly select: readonly (infer S)[] } ? S : unknown;

type LoadedRelationship<
  Rs extends ResourceMap,
  R extends AnyResource,
  K extends RelationshipName<R>,
  V,
> =
  IsToMany<R, K> extends true
    ? V extends { readonly page: PageOptions }
      ? Page<Loaded<Rs, DestinationOf<Rs, R, K>, NestedLoad<V>, NestedSelect<V>>>
      : Loaded<Rs, DestinationOf<Rs, R, K>, NestedLoad<V>, NestedSelect<V>>[]
    : | Loaded<Rs, DestinationOf<Rs, R, K>, NestedLoad<V>, NestedSelect<V>>
      | NilUnlessRequired<Relationships<R>[K]>;

type NilUnlessRequired<R extends Relationship> = R['kind'] extends 'belongs_to'
  ? R['options'] extends { readonly required: true } | { readonly primaryKey: true }
    ? never
    : null
  : null;

type AggregateField<Rs extends ResourceMap, R extends AnyResource, A extends Aggregate> =
  A['path'][0] extends RelationshipName<R>
    ? A extends {
        readonly field?: infer F extends AttributeName<DestinationOf<Rs, R, A['path'][0]>>;
      }
      ? PresentOutputOf<AttributesOf<DestinationOf<Rs, R, A['path'][0]>>[F]>
      : unknown
    : unknown;

type AggregateValue<Rs extends ResourceMap, R extends AnyResource, A extends Aggregate> =
  A extends CustomAggregate<infer Output>
    ? Output
    : A['kind'] extends 'count'
      ? number
      : A['kind'] extends 'exists'
        ? boolean
        : A['kind'] extends 'list'
          ? AggregateField<Rs, R, A>[]
          : A['kind'] extends 'avg'
            ? number | string | null
            : AggregateField<Rs, R, A> | null;

type DerivedValue<Rs extends ResourceMap, R extends AnyResource, K> = K extends keyof Aggregates<R>
  ? AggregateValue<Rs, R, Aggregates<R>[K]>
  : K extends keyof Calculations<R>
    ? Calculations<R>[K] extends Calculation<infer Output>
      ? Output
      : never
    : never;

type LoadedFields<Rs extends ResourceMap, R extends AnyResource, L> = {
  [K in keyof L & RelationshipName<R>]: LoadedRelationship<Rs, R, K, L[K]>;
} & { [K in keyof L & DerivedName<R>]: DerivedValue<Rs, R, K> } & {
  [K in keyof L & AttributeName<R>]: OutputOfAttribute<AttributesOf<R>[K]>;
};

type OutputOfAttribute<A extends AnyAttribute> =
  PresentOutputOf<A> | ('required' extends FlagsOf<A> ? never : null);

type SelectedRecord<R extends AnyResource, S> = unknown extends S
  ? RecordOf<R>
  : { [K in (S | PrimaryKeyName<R>) & AttributeName<R>]: OutputOfAttribute<AttributesOf<R>[K]> };

/**
 * A record with what was loaded: without a load, the fields are absent from the type as they are
 * from the record. `L` is the load, `S` the selected attributes (`unknown`: the usual ones).
 */
export type Loaded<Rs extends ResourceMap, R extends AnyResource, L = None, S = unknown> = Flatten<
  SelectedRecord<R, S> & LoadedFields<Rs, R, AsLoadMap<L>>
>;

// --- Sorts -----------------------------------------------------------------------------------

type SortableName<R extends AnyResource> =
  | {
      [K in AttributeName<R>]: 'unsortable' extends FlagsOf<AttributesOf<R>[K]> ? never : K;
    }[AttributeName<R>]
  | DerivedName<R>;

/** `name` upwards, `-name` downwards; doubled signs put nil at the other end. */
export type SortTerm<R extends AnyResource> = `${'' | '+' | '-' | '++' | '--'}${SortableName<R>}`;

/** An order: a term, several, or a map from field to direction. The first decides. */
export type SortOf<R extends AnyResource> =
  | SortTerm<R>
  | Expression
  | readonly (
      | SortTerm<R>
      | Expression
      | readonly [SortableName<R>, Direction]
      | readonly [Expression, Direction]
    )[]
  | { readonly [K in SortableName<R>]?: Direction };

// --- Filters ---------------------------------------------------------------------------------

/** What can be asked of a field. Several are and-ed. */
export interface Predicates<Value> {
  readonly eq?: Value;
  readonly notEq?: Value;
  readonly in?: readonly Value[];
  readonly lt?: Value;
  readonly lte?: Value;
  readonly gt?: Value;
  readonly gte?: Value;
  readonly isNil?: boolean;
  readonly contains?: string;
  readonly stringStartsWith?: string;
  readonly stringEndsWith?: string;
  readonly has?: unknown;
  readonly intersects?: readonly unknown[];
  readonly isDistinctFrom?: Value | null;
  readonly isNotDistinctFrom?: Value | null;
  /** Leads into a map first. */
  readonly atPath?: readonly (string | number)[];
}

type FieldFilter<A extends AnyAttribute> = [EmbeddedOf<A>] extends [never]
  ? PresentInputOf<A> | Predicates<PresentInputOf<A>>
  : EmbeddedOf<A> extends infer R extends AnyResource
    ? EmbeddedFilter<R> | Predicates<PresentInputOf<A>>
    : never;

/** Conditions on the fields of an embedded resource. */
type EmbeddedFilter<R extends AnyResource> = {
  readonly [K in AttributeName<R>]?: FieldFilter<AttributesOf<R>[K]>;
};

type DerivedFilter<Value> =
  Value | (Predicates<NonNullable<Value>> & { readonly input?: Readonly<Record<string, unknown>> });

/**
 * Which records: field by field, all of which must hold. A plain value means equality; nil equals
 * nothing, so ask `{ isNil: true }`. Through a relationship it means "some related record".
 */
export type FilterOf<Rs extends ResourceMap, R extends AnyResource> = {
  readonly [K in FilterName<R>]?: FilterValue<Rs, R, K>;
} & FilterLogic<Rs, R>;

type FilterName<R extends AnyResource> =
  FilterableName<R> | RelationshipName<R> | DerivedName<R> | FullTextName<R>;

type FullTextName<R extends AnyResource> = keyof TypesOf<R>['fullText'] & string;

/** All of these words, `"phrases"` and beginnings of words (`riv*`). */
export type FullTextFilter = string | { readonly search: string };

type FilterableName<R extends AnyResource> = {
  [K in AttributeName<R>]: 'unfilterable' extends FlagsOf<AttributesOf<R>[K]> ? never : K;
}[AttributeName<R>];

// One conditional for each name, and an interface for the rest: an intersection of mapped types
// takes the compiler minutes once something in a nested filter is wrong.
type FilterValue<Rs extends ResourceMap, R extends AnyResource, K extends string> =
  K extends RelationshipName<R>
    ? FilterOf<Rs, DestinationOf<Rs, R, K>> | null
    : K extends AttributeName<R>
      ? FieldFilter<AttributesOf<R>[K]>
      : K extends DerivedName<R>
        ? DerivedFilter<DerivedValue<Rs, R, K>>
        : K extends FullTextName<R>
          ? FullTextFilter
          : never;

interface FilterLogic<Rs extends ResourceMap, R extends AnyResource> {
  readonly and?: readonly FilterOf<Rs, R>[];
  readonly or?: readonly FilterOf<Rs, R>[];
  readonly not?: FilterOf<Rs, R>;
}

// A resource: the description of one kind of record. Purely data, frozen; the core completes it,
// checks it and refuses it with the place of each mistake.
import type { ActionsInput, CheckedEntries } from './action.ts';
import { type AnyAttribute, type Attribute, freezeDeep, type OutputOf } from './attribute.ts';
import { printed, printResource } from './printed.ts';
import type { ChangeFunction, PreparationFunction, ValidationFunction } from './custom.ts';
import type { Aggregate, Calculation } from './derived.ts';
import type { Change, Preparation, Validation } from './entry.ts';
import type { Expression } from './expression.ts';
import type { Relationship } from './relationship.ts';
import type { TypeOf } from './t.ts';

/** Attributes by name. */
export type Attributes = Readonly<Record<string, AnyAttribute>>;
/** Relationships by name. */
export type Relationships = Readonly<Record<string, Relationship>>;
/** Aggregates by name. */
export type Aggregates = Readonly<Record<string, Aggregate>>;
/** Calculations by name. */
export type Calculations = Readonly<Record<string, Calculation>>;
/** Full-text indexes by name. */
export type FullTexts = Readonly<Record<string, FullText>>;
/** What is declared where nothing is. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- it is meant
export type None = Record<never, never>;

/** A message of the type checker: a type that nothing has, whose text says what is wrong. */
export interface TypeErrorMessage<Text extends string> {
  readonly ' error': Text;
}

/** A set of attributes that is unique among the records (spec 1.3). */
export interface Identity<Key extends string = string> {
  readonly keys: readonly Key[];
  /** "has already been taken" unless given. */
  readonly message?: string;
  /** The fields that the error is reported on; `keys` unless given. */
  readonly fieldNames?: readonly string[];
  /** `false`: records with nil keys conflict, too. */
  readonly nilsDistinct?: boolean;
  /** Looked up while the changeset is built, for early messages. */
  readonly eagerCheck?: boolean;
  /** Looked up just before the write. */
  readonly preCheck?: boolean;
  /** Unique among the records for which this holds. */
  readonly where?: Expression<boolean>;
  readonly allTenants?: boolean;
  readonly description?: string;
}

/** An index of the table that is not an identity. */
export interface CustomIndex<Key extends string = string> {
  readonly fields: readonly Key[];
  readonly name?: string;
  readonly unique?: boolean;
  /** Only records for which this holds. */
  readonly where?: Expression<boolean>;
}

/**
 * The words of some texts, kept by SQLite's FTS5. Filters find records by it: `{ words: 'river*' }`,
 * `search('words', arg('query'))`.
 */
export interface FullText<Key extends string = string> {
  readonly fields: readonly Key[];
  /**
   * How texts are taken apart: into words without regard to case and accents (`unicode61`, unless
   * given), into English stems (`porter`), words of ASCII letters (`ascii`), or every three
   * characters that follow each other (`trigram`): then `contains`, `stringStartsWith` and
   * `stringEndsWith` on these fields use the index, too.
   */
  readonly tokenize?: 'unicode61' | 'porter' | 'ascii' | 'trigram';
  /** The lengths of beginnings of words that are found without a walk through the index. */
  readonly prefix?: readonly number[];
  readonly description?: string;
}

/** Records of several tenants in one table (spec 1.6). */
export interface Multitenancy<Key extends string = string> {
  readonly strategy: 'attribute';
  /** The attribute that holds the tenant. */
  readonly attribute: Key;
  /** Whether calls without a tenant see all. */
  readonly global?: boolean;
  /** From the tenant as given to the value stored. */
  readonly parseAttribute?: (tenant: unknown) => unknown;
}

/** The attribute that a `belongsTo` makes. */
export type KeyAttributes<R extends Relationships> = {
  readonly [K in keyof R as KeyNameOf<K & string, R[K]>]: KeyAttributeOf<R[K]['options']>;
};

type KeyNameOf<Name extends string, R extends Relationship> = R['kind'] extends 'belongs_to'
  ? R['options'] extends { readonly defineAttribute: false }
    ? never
    : R['options'] extends { readonly sourceAttribute: infer Source extends string }
      ? Source
      : `${Name}Id`
  : never;

type KeyAttributeOf<Options> = Attribute<
  TypeOf<KeyValue<Options>, KeyInput<Options>>,
  | (Options extends { readonly required: true } | { readonly primaryKey: true }
      ? 'required'
      : never)
  | (Options extends { readonly primaryKey: true } ? 'primaryKey' : never)
  | (Options extends { readonly public: true } | { readonly attributePublic: true }
      ? 'public'
      : never)
  | (Options extends { readonly attributeWritable: false } ? 'unwritable' : never)
>;

type KeyValue<Options> = Options extends { readonly attributeType: 'integer' } ? number : string;
type KeyInput<Options> = Options extends { readonly attributeType: 'integer' }
  ? number | bigint
  : string;

/** All attributes: the declared ones and the keys of `belongsTo`. */
export type AllAttributes<A extends Attributes, R extends Relationships> = A & KeyAttributes<R>;

/** What a record holds for these attributes. */
export type ValuesOf<A extends Attributes> = { -readonly [K in keyof A]: OutputOf<A[K]> };

/** A resource as it is declared. */
export interface ResourceInput<
  A extends Attributes,
  R extends Relationships,
  G extends Aggregates,
  C extends Calculations,
  Actions,
  F extends FullTexts = FullTexts,
> {
  readonly description?: string;
  /** The name of the table; the plural of the resource's name in snake_case unless given. */
  readonly table?: string;
  /** A resource whose records live inside others and have no table. */
  readonly embedded?: boolean;
  /** Of an embedded resource: `false` leaves fields that are nil out of what is stored. */
  readonly embedNilValues?: boolean;
  readonly requirePrimaryKey?: boolean;
  readonly attributes?: A;
  readonly relationships?: R;
  readonly aggregates?: G;
  readonly calculations?: C;
  readonly identities?: Readonly<Record<string, Identity<AttributeNameIn<A, R>>>>;
  readonly customIndexes?: readonly CustomIndex<AttributeNameIn<A, R>>[];
  readonly fullText?: F & {
    readonly [K in keyof F]: FullText<AttributeNameIn<A, R>>;
  };
  readonly multitenancy?: Multitenancy<AttributeNameIn<A, R>>;
  /** For every create and update, unless an entry says `.on(…)`. */
  readonly validations?: readonly (
    | Validation<NoInfer<FieldName<A, R, Actions>>>
    | ValidationFunction<ValuesOf<AllAttributes<A, R>>>
  )[];
  /** For every create and update, unless an entry says `.on(…)`. */
  readonly changes?: readonly (
    Change<NoInfer<FieldName<A, R, Actions>>> | ChangeFunction<ValuesOf<AllAttributes<A, R>>>
  )[];
  /** For every read, reads of relationships included. */
  readonly preparations?: readonly (Preparation | PreparationFunction)[];
  readonly actions?: Actions & CheckedEntries<Actions, AttributeNameIn<A, R> | NoInfer<NameOf<R>>>;
}

// A name that is used says nothing about which names there are.
type AttributeNameIn<A extends Attributes, R extends Relationships> = NoInfer<
  NameOf<AllAttributes<A, R>>
>;

type NameOf<T> = keyof T & string;
// Entries of the resource may also name arguments of any of its actions.
type FieldName<A extends Attributes, R extends Relationships, Actions> =
  NameOf<AllAttributes<A, R>> | NameOf<R> | ArgumentNamesOf<Actions>;
type ArgumentNamesOf<Actions> = {
  [N in keyof Actions]: Actions[N] extends { readonly arguments: infer P } ? NameOf<P> : never;
}[keyof Actions];

/** The parts of a resource that its types are inferred from. */
export interface ResourceTypes {
  /** The declared attributes and the keys of `belongsTo`. */
  attributes: Attributes;
  relationships: Relationships;
  aggregates: Aggregates;
  calculations: Calculations;
  actions: object;
  fullText: FullTexts;
}

/** A resource without its types: what the definition message is made from. */
export type ResourceDefinition = Readonly<
  ResourceInput<Attributes, Relationships, Aggregates, Calculations, ActionsInput<string, object>>
>;

declare const types: unique symbol;

/** A resource: its name, its data, and its types for the compiler. */
export interface Resource<
  Name extends string = string,
  Types extends ResourceTypes = ResourceTypes,
> {
  readonly name: Name;
  readonly definition: ResourceDefinition;
  readonly [types]: Types;
  /** Its fields and actions, as people read them. */
  toString(): string;
}

/** Any resource. */
export type AnyResource = Resource;

/** The types of a resource. */
export type TypesOf<R extends AnyResource> = R[typeof types];

/**
 * Describes one kind of record. Every mistake that types can see is reported where it stands; the
 * core finds the others when the definition is loaded (`invalid_definition`).
 */
export function resource<
  const Name extends string,
  const A extends Attributes = None,
  const R extends Relationships = None,
  const G extends Aggregates = None,
  const C extends Calculations = None,
  const Actions extends ActionsInput<NameOf<AllAttributes<A, R>>, ValuesOf<AllAttributes<A, R>>> =
    None,
  const F extends FullTexts = None,
>(
  name: Name,
  definition: ResourceInput<A, R, G, C, Actions, F>,
): Resource<
  Name,
  {
    attributes: AllAttributes<A, R>;
    relationships: R;
    aggregates: G;
    calculations: C;
    actions: Actions;
    fullText: F;
  }
> {
  const data = { name, definition: freezeDeep({ ...definition }) as ResourceDefinition };
  return printed(data as unknown as AnyResource, printResource) as never;
}

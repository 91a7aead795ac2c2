// Relationships name their destination by string; `domain` finds the resource of that name, in the
// types as well as at run time, so two resources may point at each other.
import type { Expression } from './expression.ts';

/** Whether the destination is one record or a list. */
export type RelationshipKind = 'belongs_to' | 'has_one' | 'has_many' | 'many_to_many';

/** `asc` and `desc` have nil last and first; the other two say where nil goes. */
export type Direction =
  'asc' | 'desc' | 'ascNilsFirst' | 'ascNilsLast' | 'descNilsFirst' | 'descNilsLast';

/** An order by fields of the destination, the first deciding. */
export type RelationshipSort = Readonly<Record<string, Direction>>;

/** Options that all relationships have (spec 1.4). */
export interface RelationshipOptions {
  description?: string;
  /** Shown by derived APIs; `false` unless given. */
  public?: boolean;
  /** `false` forbids managing it through actions of this resource. */
  writable?: boolean;
  filterable?: boolean;
  sortable?: boolean;
  /** The attribute on this side; `id`, or `<name>Id` for `belongsTo`. */
  sourceAttribute?: string;
  /** The attribute on the other side; `<this resource>Id`, or `id` for `belongsTo`. */
  destinationAttribute?: string;
  /** The read action of the destination; its primary one unless given. */
  readAction?: string;
  /** Whether records may be related to one that is only being created. */
  couldBeRelatedAtCreation?: boolean;
  /** Given to every action that is run on its records. */
  context?: Readonly<Record<string, unknown>>;
  /** Only records for which this holds are related. */
  filter?: Expression<boolean>;
  /** Appended to the sort of whoever loads it. */
  sort?: RelationshipSort;
  /** Used when nobody else sorts. */
  defaultSort?: RelationshipSort;
}

/** The types a generated key attribute can have. */
export type KeyType = 'uuid' | 'uuid_v7' | 'integer' | 'string' | 'ci_string' | 'atom';

/** What deleting or changing the destination does to this record. */
export type ReferenceAction = 'nothing' | 'restrict' | 'delete' | 'nilify';

/** Options of `belongsTo`. */
export interface BelongsToOptions extends RelationshipOptions {
  /** Whether the key must be given. */
  required?: boolean;
  /** `false` when the key attribute is declared among `attributes`. */
  defineAttribute?: boolean;
  /** The type of the key; `uuid` unless given. */
  attributeType?: KeyType;
  attributeWritable?: boolean;
  attributePublic?: boolean;
  /** Makes the key part of this resource's primary key. */
  primaryKey?: boolean;
  /** Whether the database gets an index on the key. */
  index?: boolean;
  /** What happens here when the destination is deleted; `nothing` refuses the deletion. */
  onDelete?: ReferenceAction;
  onUpdate?: ReferenceAction;
}

/** Options of `hasOne`. */
export interface HasOneOptions extends RelationshipOptions {
  /** Takes the first of several by `sort`. */
  fromMany?: boolean;
  noAttributes?: boolean;
}

/** Options of `hasMany`. */
export interface HasManyOptions extends RelationshipOptions {
  limit?: number;
  noAttributes?: boolean;
  /** A path of relationships, whose far end is read as one flat list. */
  through?: readonly string[];
}

/** Options of `manyToMany`. */
export interface ManyToManyOptions extends RelationshipOptions {
  /** The resource whose records join the two. */
  through: string;
  /** The name of the relationship to the join records; `<name>JoinAssoc` unless given. */
  joinRelationship?: string;
  sourceAttributeOnJoinResource?: string;
  destinationAttributeOnJoinResource?: string;
}

/** A relationship, frozen. */
export interface Relationship<
  Kind extends RelationshipKind = RelationshipKind,
  Destination extends string = string,
  Options extends object = object,
> {
  readonly kind: Kind;
  /** The name of the related resource. */
  readonly destination: Destination;
  readonly options: Readonly<Options>;
}

function relationship<
  Kind extends RelationshipKind,
  Destination extends string,
  Options extends object,
>(
  kind: Kind,
  destination: Destination,
  options: Options,
): Relationship<Kind, Destination, Options> {
  return Object.freeze({ kind, destination, options: Object.freeze({ ...options }) });
}

/** This record holds the key of one `destination`, in an attribute that is made for it: `artistId`. */
export function belongsTo<
  const Destination extends string,
  const Options extends BelongsToOptions = object,
>(destination: Destination, options?: Options): Relationship<'belongs_to', Destination, Options> {
  return relationship('belongs_to', destination, options ?? ({} as Options));
}

/** One `destination` holds the key of this record. */
export function hasOne<
  const Destination extends string,
  const Options extends HasOneOptions = object,
>(destination: Destination, options?: Options): Relationship<'has_one', Destination, Options> {
  return relationship('has_one', destination, options ?? ({} as Options));
}

/** Any number of `destination` hold the key of this record. */
export function hasMany<
  const Destination extends string,
  const Options extends HasManyOptions = object,
>(destination: Destination, options?: Options): Relationship<'has_many', Destination, Options> {
  return relationship('has_many', destination, options ?? ({} as Options));
}

/** Any number on both sides, joined by the records of `options.through`. */
export function manyToMany<
  const Destination extends string,
  const Options extends ManyToManyOptions,
>(destination: Destination, options: Options): Relationship<'many_to_many', Destination, Options> {
  return relationship('many_to_many', destination, options);
}

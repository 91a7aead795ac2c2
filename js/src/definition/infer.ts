// What follows from a resource: the types of its records and of the inputs of its actions.
import type { AcceptList, Arguments } from './action.ts';
import type { AnyAttribute, FlagsOf, InputValueOf, OutputOf, PresentInputOf } from './attribute.ts';
import type { AnyResource, Attributes, None, TypesOf } from './resource.ts';
import type { Flatten } from './t.ts';

/** The attributes of a resource, keys of `belongsTo` included. */
export type AttributesOf<R extends AnyResource> = TypesOf<R>['attributes'];

/** The names of the attributes. */
export type AttributeName<R extends AnyResource> = keyof AttributesOf<R> & string;

type Flagged<A extends Attributes, F extends string> = {
  [K in keyof A]: F extends FlagsOf<A[K]> ? K : never;
}[keyof A] &
  string;

/** The names of the attributes that make up the primary key. */
export type PrimaryKeyName<R extends AnyResource> = Flagged<AttributesOf<R>, 'primaryKey'>;

/**
 * A record of the resource as an action returns it: all attributes but those with
 * `selectByDefault(false)`. Fields that are loaded come on top, see `Loaded`.
 */
export type RecordOf<R extends AnyResource> = Flatten<{
  -readonly [K in Exclude<AttributeName<R>, Flagged<AttributesOf<R>, 'unselected'>>]: OutputOf<
    AttributesOf<R>[K]
  >;
}>;

/** The key of a record: the value of a single key attribute, or a map of all. */
export type KeyOf<R extends AnyResource> =
  | (IsUnion<PrimaryKeyName<R>> extends true
      ? never
      : PresentInputOf<AttributesOf<R>[PrimaryKeyName<R>]>)
  | { readonly [K in PrimaryKeyName<R>]: PresentInputOf<AttributesOf<R>[K]> };

/** What stands for an existing record: the record, or at least its key. */
export type Reference<R extends AnyResource> = KeyOf<R>;

type IsUnion<T, U = T> = [T] extends [never]
  ? false
  : T extends unknown
    ? [U] extends [T]
      ? false
      : true
    : never;

type ActionsOf<R extends AnyResource> = TypesOf<R>['actions'];
type Reserved = 'defaults' | 'defaultAccept';

type DefaultNames<Actions> = Actions extends { readonly defaults: readonly (infer D)[] }
  ? D extends string
    ? D
    : keyof D & string
  : never;

/** The names of the actions, those from `defaults` included. */
export type ActionName<R extends AnyResource> =
  (Exclude<keyof ActionsOf<R>, Reserved> & string) | DefaultNames<ActionsOf<R>>;

/** The declaration of an action; those from `defaults` are written out. */
export type ActionOf<R extends AnyResource, N extends string> =
  N extends Exclude<keyof ActionsOf<R>, Reserved>
    ? ActionsOf<R>[N]
    : DefaultActionOf<ActionsOf<R>, N>;

type DefaultActionOf<Actions, N extends string> = Actions extends {
  readonly defaults: readonly (infer D)[];
}
  ? { readonly type: N } & (Extract<D, { readonly [K in N]: unknown }> extends {
      readonly [K in N]: infer Accept;
    }
      ? { readonly accept: Accept }
      : unknown)
  : never;

/** `create`, `read`, `update`, `destroy` or `action`. */
export type TypeOfAction<R extends AnyResource, N extends string> =
  ActionOf<R, N> extends {
    readonly type: infer T extends string;
  }
    ? T
    : never;

/** The names of the actions of one type. */
export type ActionNameOfType<R extends AnyResource, T extends string> = {
  [N in ActionName<R>]: TypeOfAction<R, N> extends T ? N : never;
}[ActionName<R>];

/** The arguments of an action. */
export type ArgumentsOf<R extends AnyResource, N extends string> =
  ActionOf<R, N> extends {
    readonly arguments: infer P extends Arguments;
  }
    ? P
    : None;

type AcceptOf<R extends AnyResource, N extends string> =
  ActionOf<R, N> extends {
    readonly accept: infer Accept extends AcceptList;
  }
    ? Accept
    : ActionsOf<R> extends { readonly defaultAccept: infer Accept extends AcceptList }
      ? Accept
      : readonly [];

// A destroy accepts nothing unless it is a soft one, which runs as an update (spec 6.4).
type TakesAttributes<R extends AnyResource, N extends string> =
  TypeOfAction<R, N> extends 'create' | 'update'
    ? true
    : ActionOf<R, N> extends { readonly type: 'destroy'; readonly soft: true }
      ? true
      : false;

/** The names of the attributes that are inputs of an action. */
export type AcceptedName<R extends AnyResource, N extends string> =
  TakesAttributes<R, N> extends true
    ? Exclude<
        Exclude<AcceptedNames<R, AcceptOf<R, N>>, Flagged<AttributesOf<R>, 'unwritable'>>,
        keyof ArgumentsOf<R, N>
      >
    : never;

type AcceptedNames<R extends AnyResource, Accept> = Accept extends '*'
  ? Flagged<AttributesOf<R>, 'public'>
  : Accept extends readonly (infer Name)[]
    ? Name & AttributeName<R>
    : never;

type ListedUnder<Action, Option extends string> = Action extends {
  readonly [K in Option]: readonly (infer Name)[];
}
  ? Name
  : never;

type IsRequired<A extends AnyAttribute> =
  'required' extends FlagsOf<A>
    ? Extract<FlagsOf<A>, 'default' | 'generated'> extends never
      ? true
      : false
    : false;

type RequiredNames<A extends Attributes> = {
  [K in keyof A]: IsRequired<A[K]> extends true ? K : never;
}[keyof A];

// An update leaves out what it does not change, so only `requireAttributes` on create must be given.
type RequiredInputName<R extends AnyResource, N extends string> =
  TypeOfAction<R, N> extends 'create'
    ? | Exclude<
          RequiredNames<AttributesOf<R>> & AcceptedName<R, N>,
          ListedUnder<ActionOf<R, N>, 'allowNilInput'>
        >
      | (ListedUnder<ActionOf<R, N>, 'requireAttributes'> & AcceptedName<R, N>)
    : never;

type NeverNil<R extends AnyResource, N extends string> = ListedUnder<
  ActionOf<R, N>,
  'requireAttributes'
>;

type AttributeInput<R extends AnyResource, N extends string, K extends AttributeName<R>> =
  K extends NeverNil<R, N>
    ? PresentInputOf<AttributesOf<R>[K]>
    : K extends ListedUnder<ActionOf<R, N>, 'allowNilInput'>
      ? PresentInputOf<AttributesOf<R>[K]> | null
      : InputValueOf<AttributesOf<R>[K]>;

type ArgumentInput<A> = A extends AnyAttribute ? InputValueOf<A> : never;

/**
 * What an action takes: accepted attributes and arguments. A key is required exactly if leaving it
 * out is an error: it may not be nil and has no default.
 */
export type InputOf<R extends AnyResource, N extends ActionName<R>> = Flatten<
  {
    [K in RequiredInputName<R, N> & AttributeName<R>]: AttributeInput<R, N, K>;
  } & {
    [K in Exclude<AcceptedName<R, N>, RequiredInputName<R, N>> & AttributeName<R>]?: AttributeInput<
      R,
      N,
      K
    >;
  } & {
    [K in RequiredNames<ArgumentsOf<R, N>>]: ArgumentInput<ArgumentsOf<R, N>[K]>;
  } & {
    [K in Exclude<keyof ArgumentsOf<R, N>, RequiredNames<ArgumentsOf<R, N>>>]?: ArgumentInput<
      ArgumentsOf<R, N>[K]
    >;
  }
>;

/** The keys of an object type that must be given. */
export type RequiredKeys<T> = {
  [K in keyof T]-?: None extends Pick<T, K> ? never : K;
}[keyof T];

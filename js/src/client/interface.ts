// The types of `tunez.music.createArtist` and its like, from how they are defined (spec 15).
import type { AnyDomain, InterfaceFunction, ReachedBy } from '../definition/domain.ts';
import type {
  ActionName,
  ActionOf,
  AttributesOf,
  InputOf,
  KeyOf,
  RequiredKeys,
  TypeOfAction,
} from '../definition/infer.ts';
import type { PresentInputOf, PresentOutputOf, AnyAttribute } from '../definition/attribute.ts';
import type {
  AsLoadMap,
  Loaded,
  LoadOf,
  Page,
  PageOptions,
  ResourceMap,
} from '../definition/query_types.ts';
import type { AnyResource, None } from '../definition/resource.ts';
import type { Form } from '../form/form.ts';
import type { FormOptions } from '../form/options.ts';
import type { FormOf, FormTypes, ParamsOf } from '../form/types.ts';
import type { TunezError } from '../wire/errors.ts';
import type { Changeset } from './changeset.ts';
import type { Explanation } from './explanation.ts';
import type { CallOptions, ReadOptions, StreamOptions, WriteOptions } from './options.ts';

/** What a `.safe` function resolves to. */
export type Result<Data> =
  | { readonly ok: true; readonly data: Data; readonly error?: never }
  | { readonly ok: false; readonly error: TunezError; readonly data?: never };

/** The interface of a domain, as functions. */
export type InterfaceOf<D extends AnyDomain> = {
  readonly [K in keyof D['interface']]: D['interface'][K] extends InterfaceFunction<
    infer R,
    infer N,
    infer Options
  >
    ? FunctionOf<ReachedBy<D>, R, N & ActionName<R>, Options>
    : never;
} & {
  readonly [
    K in keyof D['interface'] as `formTo${Capitalize<K & string>}`
  ]: D['interface'][K] extends InterfaceFunction<infer R, infer N, infer Options>
    ? FormFunctionOf<ReachedBy<D>, R, N & ActionName<R>, Options>
    : never;
};

type FunctionOf<
  Rs extends ResourceMap,
  R extends AnyResource,
  N extends ActionName<R>,
  Options,
> = FunctionsByType<Rs, R, N, Options>[TypeOfAction<R, N> &
  keyof FunctionsByType<Rs, R, N, Options>];

interface FunctionsByType<
  Rs extends ResourceMap,
  R extends AnyResource,
  N extends ActionName<R>,
  Options,
> {
  create: CreateFunction<
    Rs,
    R,
    Positional<R, N, Options>,
    RestInput<R, N, Options>,
    LoadIn<Options>
  >;
  update: UpdateFunction<
    Rs,
    R,
    Positional<R, N, Options>,
    RestInput<R, N, Options>,
    LoadIn<Options>
  >;
  destroy: DestroyFunction<R, Parameters<R, N, Options>>;
  read: IsGet<R, N, Options> extends true
    ? GetFunction<Rs, R, Parameters<R, N, Options>, LoadIn<Options>, NilIn<Options>>
    : ReadFunction<Rs, R, Parameters<R, N, Options>, LoadIn<Options>, IsPaged<R, N>>;
  action: RunFunction<Parameters<R, N, Options>, ReturnedBy<R, N>>;
}

// --- What follows from the definition ----------------------------------------------------------

type LoadIn<Options> = Options extends { readonly load: readonly (infer Name)[] }
  ? { readonly [K in Name & string]: true }
  : None;

type NilIn<Options> = Options extends { readonly notFoundError: false } ? null : never;

type IsGet<R extends AnyResource, N extends ActionName<R>, Options> = Options extends
  { readonly get: true } | { readonly getBy: unknown }
  ? true
  : ActionOf<R, N> extends { readonly get: true } | { readonly getBy: unknown }
    ? true
    : false;

type IsPaged<R extends AnyResource, N extends ActionName<R>> =
  ActionOf<R, N> extends { readonly pagination: infer P }
    ? P extends { readonly required: false }
      ? P extends { readonly paginateByDefault: true }
        ? true
        : false
      : true
    : false;

type ReturnedBy<R extends AnyResource, N extends ActionName<R>> =
  ActionOf<R, N> extends { readonly returns: infer A extends AnyAttribute }
    ? PresentOutputOf<A>
    : undefined;

type ListOf<T> = T extends readonly string[] ? T : readonly [T];
type GetByKeys<Options> = Options extends { readonly getBy: infer Keys }
  ? ListOf<Keys>
  : readonly [];
type ArgKeys<Options> = Options extends { readonly args: infer Keys extends readonly string[] }
  ? Keys
  : readonly [];
type ExcludedKeys<Options> = Options extends { readonly excludeInputs: readonly (infer K)[] }
  ? K
  : never;

type Values<Keys, From> = Keys extends readonly [infer K, ...infer Rest]
  ? [K extends keyof From ? From[K] : never, ...Values<Rest, From>]
  : [];

type KeyInputs<R extends AnyResource> = {
  [K in keyof AttributesOf<R>]: PresentInputOf<AttributesOf<R>[K]>;
};

// `getBy` first, then `args`.
type Positional<R extends AnyResource, N extends ActionName<R>, Options> = [
  ...Values<GetByKeys<Options>, KeyInputs<R>>,
  ...Values<ArgKeys<Options>, Required<InputOf<R, N>>>,
];

type RestInput<R extends AnyResource, N extends ActionName<R>, Options> = Omit<
  InputOf<R, N>,
  (ArgKeys<Options>[number] & string) | (ExcludedKeys<Options> & string)
>;

// Reads and destroys take a map of inputs only if some are left that have no position.
type Parameters<R extends AnyResource, N extends ActionName<R>, Options> = keyof RestInput<
  R,
  N,
  Options
> extends never
  ? Positional<R, N, Options>
  : [...Positional<R, N, Options>, ...InputParameter<RestInput<R, N, Options>>];

/** `input` may be left out where nothing in it must be given. */
type InputParameter<Input> = RequiredKeys<Input> extends never ? [input?: Input] : [input: Input];

// A record is named by itself, by its key, or by a changeset made for it.
type Subject<R extends AnyResource> = KeyOf<R> | Changeset;

// --- The functions -------------------------------------------------------------------------------

type FormFunctionOf<
  Rs extends ResourceMap,
  R extends AnyResource,
  N extends ActionName<R>,
  Options,
> = FormFunction<
  TypeOfAction<R, N> extends 'update' | 'destroy' ? [subject: KeyOf<R>] : [],
  Values<FormArgKeys<Options>, Required<InputOf<R, N>>>,
  WithoutFields<FormOf<Rs, R, N, ResultOf<Rs, R, N, Options>>, FormArgKeys<Options>[number]>
>;

type FormArgKeys<Options> = Options extends {
  readonly form: { readonly args: infer Keys extends readonly string[] };
}
  ? Keys
  : readonly [];

interface WithoutFields<F extends FormTypes, Names> extends FormTypes {
  fields: Omit<F['fields'], Names & string>;
  forms: F['forms'];
  result: F['result'];
}

type ResultOf<Rs extends ResourceMap, R extends AnyResource, N extends ActionName<R>, Options> =
  TypeOfAction<R, N> extends 'create' | 'update'
    ? Loaded<Rs, R, LoadIn<Options>>
    : TypeOfAction<R, N> extends 'read'
      ? ListOrPage<Loaded<Rs, R, LoadIn<Options>>, IsPaged<R, N>, undefined>
      : TypeOfAction<R, N> extends 'destroy'
        ? undefined
        : ReturnedBy<R, N>;

interface FormFunction<
  Subject extends readonly unknown[],
  Fixed extends readonly unknown[],
  F extends FormTypes,
> {
  /** A form for this function (spec 14.5). */
  (...parameters: [...Subject, ...Fixed, options?: FormOptions<ParamsOf<F>>]): Form<F>;
}

type NoLoad = None;

interface CreateFunction<
  Rs extends ResourceMap,
  R extends AnyResource,
  Positional extends readonly unknown[],
  Input,
  Always,
> {
  /** Creates a record. Rejects with a `TunezError`. */
  <const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [...Positional, ...InputParameter<Input>, options?: WriteOptions<Rs, R, L, S>]
  ): Promise<Loaded<Rs, R, Always & AsLoadMap<L>, S>>;
  /** The same, where an error is a value. */
  safe<const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [...Positional, ...InputParameter<Input>, options?: WriteOptions<Rs, R, L, S>]
  ): Promise<Result<Loaded<Rs, R, Always & AsLoadMap<L>, S>>>;
}

interface UpdateFunction<
  Rs extends ResourceMap,
  R extends AnyResource,
  Positional extends readonly unknown[],
  Input,
  Always,
> {
  /** Updates a record. Rejects with a `TunezError`. */
  <const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [
      subject: Subject<R>,
      ...Positional,
      ...InputParameter<Input>,
      options?: WriteOptions<Rs, R, L, S>,
    ]
  ): Promise<Loaded<Rs, R, Always & AsLoadMap<L>, S>>;
  /** The same, where an error is a value. */
  safe<const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [
      subject: Subject<R>,
      ...Positional,
      ...InputParameter<Input>,
      options?: WriteOptions<Rs, R, L, S>,
    ]
  ): Promise<Result<Loaded<Rs, R, Always & AsLoadMap<L>, S>>>;
}

interface DestroyFunction<R extends AnyResource, Parameters extends readonly unknown[]> {
  /** Destroys a record. Rejects with a `TunezError`. */
  (...parameters: [subject: Subject<R>, ...Parameters, options?: CallOptions]): Promise<void>;
  /** The same, where an error is a value. */
  safe(
    ...parameters: [subject: Subject<R>, ...Parameters, options?: CallOptions]
  ): Promise<Result<void>>;
}

interface GetFunction<
  Rs extends ResourceMap,
  R extends AnyResource,
  Parameters extends readonly unknown[],
  Always,
  Nil,
> {
  /** Reads one record. Rejects with `not_found` if there is none. */
  <const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [...Parameters, options?: ReadOptions<Rs, R, L, S>]
  ): Promise<Loaded<Rs, R, Always & AsLoadMap<L>, S> | Nil>;
  /** The same, where an error is a value. */
  safe<const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [...Parameters, options?: ReadOptions<Rs, R, L, S>]
  ): Promise<Result<Loaded<Rs, R, Always & AsLoadMap<L>, S> | Nil>>;
}

interface ReadFunction<
  Rs extends ResourceMap,
  R extends AnyResource,
  Parameters extends readonly unknown[],
  Always,
  Paged,
> {
  /** Reads records: a page if the action has pages or one is asked for, else a list. */
  <
    const L extends LoadOf<Rs, R> = NoLoad,
    const S = unknown,
    const P extends PageOptions | false | undefined = undefined,
  >(
    ...parameters: [...Parameters, options?: ReadOptions<Rs, R, L, S, P>]
  ): Promise<ListOrPage<Loaded<Rs, R, Always & AsLoadMap<L>, S>, Paged, P>>;
  /** The same, where an error is a value. */
  safe<
    const L extends LoadOf<Rs, R> = NoLoad,
    const S = unknown,
    const P extends PageOptions | false | undefined = undefined,
  >(
    ...parameters: [...Parameters, options?: ReadOptions<Rs, R, L, S, P>]
  ): Promise<Result<ListOrPage<Loaded<Rs, R, Always & AsLoadMap<L>, S>, Paged, P>>>;
  /** All records, read in batches as they are asked for: `for await (const artist of …)`. */
  stream<const L extends LoadOf<Rs, R> = NoLoad, const S = unknown>(
    ...parameters: [...Parameters, options?: StreamOptions<Rs, R, L, S>]
  ): AsyncGenerator<Loaded<Rs, R, Always & AsLoadMap<L>, S>, void, undefined>;
  /** The statements by which it would read, and which indexes serve them. */
  explain<const L extends LoadOf<Rs, R> = NoLoad>(
    ...parameters: [...Parameters, options?: ReadOptions<Rs, R, L, unknown>]
  ): Promise<Explanation[]>;
}

type ListOrPage<Record, Paged, P> = P extends false
  ? Record[]
  : P extends object
    ? Page<Record>
    : Paged extends true
      ? Page<Record>
      : Record[];

interface RunFunction<Parameters extends readonly unknown[], Returned> {
  /** Runs the action. Rejects with a `TunezError`. */
  (...parameters: [...Parameters, options?: CallOptions]): Promise<Returned>;
  /** The same, where an error is a value. */
  safe(...parameters: [...Parameters, options?: CallOptions]): Promise<Result<Returned>>;
}

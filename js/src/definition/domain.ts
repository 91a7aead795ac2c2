// A domain groups resources and says by which functions an application uses them.
import { freezeDeep } from './attribute.ts';
import { printDomain, printed } from './printed.ts';
import type {
  AcceptedName,
  ActionName,
  ArgumentsOf,
  AttributeName,
  TypeOfAction,
} from './infer.ts';
import type { LoadName, ResourceMap } from './query_types.ts';
import type { AnyResource, None, TypeErrorMessage, TypesOf } from './resource.ts';

/** The names that an interface function can take by position. */
export type InputName<R extends AnyResource, N extends ActionName<R>> =
  AcceptedName<R, N> | (keyof ArgumentsOf<R, N> & string);

/** Options of `define` (spec 15). */
export interface InterfaceOptions<R extends AnyResource, N extends ActionName<R>> {
  /** Inputs that are given by position, in this order, before the map of the others. */
  readonly args?: readonly InputName<R, N>[];
  /** Returns one record instead of a list. */
  readonly get?: boolean;
  /** As `get`, found by these attributes, which come first by position. */
  readonly getBy?: GetBy<R, N>;
  /** `false`: `null` instead of a `not_found` error. */
  readonly notFoundError?: boolean;
  /** Inputs that cannot be given through this function. */
  readonly excludeInputs?: readonly InputName<R, N>[];
  /** Loaded on every call, in addition to what the call asks for. */
  readonly load?: readonly LoadName<R>[];
  /** The form of this function: `formToCreateAlbum` for `createAlbum`. */
  readonly form?: InterfaceFormOptions<R, N>;
  readonly description?: string;
}

/** What is said about the form of an interface function (spec 14.5). */
export interface InterfaceFormOptions<R extends AnyResource, N extends ActionName<R>> {
  /** Inputs that whoever makes the form fixes by position; nothing that is typed replaces them. */
  readonly args?: readonly InputName<R, N>[];
}

type GetBy<R extends AnyResource, N extends ActionName<R>> =
  TypeOfAction<R, N> extends 'read'
    ? AttributeName<R> | readonly AttributeName<R>[]
    : TypeErrorMessage<'getBy is for read actions'>;

/** A function of a domain's interface, declared. */
export interface InterfaceFunction<
  R extends AnyResource = AnyResource,
  N extends string = string,
  Options = unknown,
> {
  readonly resource: R;
  readonly action: N;
  readonly options: Options;
}

/** Declares an interface function: `define(Artist, 'search', { args: ['query'] })`. */
export function define<
  R extends AnyResource,
  const N extends ActionName<R>,
  const Options extends InterfaceOptions<R, N> = None,
>(resource: R, action: N, options?: Options): InterfaceFunction<R, N, Options> {
  return Object.freeze({ resource, action, options: freezeDeep({ ...options }) as Options });
}

/** Interface functions by name. */
export type InterfaceMap = Readonly<Record<string, InterfaceFunction>>;

/** A domain: its name, its resources, and its interface. */
export interface Domain<
  Name extends string = string,
  Rs extends ResourceMap = ResourceMap,
  Interface extends InterfaceMap = InterfaceMap,
  Reached extends ResourceMap = ResourceMap,
> {
  readonly name: Name;
  readonly description?: string;
  readonly resources: Rs;
  readonly interface: Interface;
  readonly uses: readonly Domain[];
  readonly [reached]?: Reached;
  /** Its resources and functions, as people read them. */
  toString(): string;
}

declare const reached: unique symbol;

/** Any domain. */
export interface AnyDomain {
  readonly name: string;
  readonly description?: string;
  readonly resources: ResourceMap;
  readonly interface: InterfaceMap;
  readonly uses: readonly AnyDomain[];
}

/** All resources that a domain's relationships can lead to: its own, and those of `uses`. */
export type ReachedBy<D extends AnyDomain> = D extends {
  readonly [reached]?: infer Reached extends ResourceMap;
}
  ? Reached
  : never;

type ResourcesOfAll<Ds extends readonly AnyDomain[]> = Ds extends readonly [
  infer D extends AnyDomain,
  ...infer Rest extends readonly AnyDomain[],
]
  ? D['resources'] & ResourcesOfAll<Rest>
  : unknown;

// A resource stands under its own name, and its relationships lead to resources that are there.
type CheckedResources<Rs extends ResourceMap, Reached> = {
  readonly [K in keyof Rs]: Rs[K]['name'] extends K
    ? LostRelationship<Rs[K], Reached> extends never
      ? Rs[K]
      : TypeErrorMessage<`${K & string}.${LostRelationship<Rs[K], Reached>} leads to a resource that the domain does not have`>
    : TypeErrorMessage<`the resource ${Rs[K]['name']} must stand under its own name`>;
};

type LostRelationship<R extends AnyResource, Reached> = {
  [K in keyof TypesOf<R>['relationships'] & string]: TypesOf<R>['relationships'][K] extends {
    readonly destination: infer Name;
  }
    ? Name extends keyof Reached
      ? never
      : K
    : never;
}[keyof TypesOf<R>['relationships'] & string];

/**
 * Groups resources under a name, by which `open` and `connect` offer the interface: the functions of
 * `domain('Music', …)` are `tunez.music.…`.
 */
export function domain<
  const Name extends string,
  const Rs extends ResourceMap,
  const Interface extends InterfaceMap = None,
  const Uses extends readonly AnyDomain[] = readonly [],
>(
  name: Name,
  definition: {
    readonly description?: string;
    readonly resources: Rs & CheckedResources<Rs, Rs & ResourcesOfAll<Uses>>;
    /** Other domains that relationships lead to. */
    readonly uses?: Uses;
    readonly interface?: (tools: { readonly define: typeof define }) => Interface;
  },
): Domain<Name, Rs, Interface, Rs & ResourcesOfAll<Uses>> {
  const data = {
    name,
    resources: Object.freeze({ ...definition.resources }),
    interface: Object.freeze({ ...definition.interface?.({ define }) }) as Interface,
    uses: Object.freeze([...(definition.uses ?? [])]),
    ...(definition.description === undefined ? {} : { description: definition.description }),
  };
  return printed(data, printDomain);
}

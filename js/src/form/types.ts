// The types of a form: which fields it has, at which paths, and what they hold.
import type { AnyAttribute, PresentInputOf } from '../definition/attribute.ts';
import type { ManagedChange } from '../definition/entry.ts';
import type {
  AcceptedName,
  ActionName,
  ActionNameOfType,
  ActionOf,
  ArgumentsOf,
  AttributesOf,
  InputOf,
  PrimaryKeyName,
} from '../definition/infer.ts';
import type { DestinationOf, RelationshipName, ResourceMap } from '../definition/query_types.ts';
import type { AnyResource } from '../definition/resource.ts';
import type { JsonMap } from '../definition/t.ts';
import type { EmbeddingForms, EmbeddingName, KeyOfAny, ValueOfAny } from './embedded_types.ts';

/** What a form's types are made from. */
export interface FormTypes {
  /** Of each input: what the action takes. */
  fields: object;
  /** Of each input that is a form. */
  forms: Readonly<Record<string, NestedTypes>>;
  /** What submitting it comes to. */
  result: unknown;
}

/** An input that is a form, or a list of forms. */
export interface NestedTypes {
  list: boolean;
  form: Omit<FormTypes, 'result'>;
}

/** The types of the form of an action. */
export interface FormOf<
  Rs extends ResourceMap,
  R extends AnyResource,
  N extends ActionName<R>,
  Result,
> extends FormTypes {
  fields: Omit<Required<InputOf<R, N>>, NestedInput<R, N>>;
  forms: NestedOf<Rs, R, N>;
  result: Result;
}

type NestedInput<R extends AnyResource, N extends string> =
  keyof ManagedBy<R, N> | EmbeddingName<InputTypes<R, N>>;

// The types of the inputs of an action.
type InputTypes<R extends AnyResource, N extends string> = ArgumentsOf<R, N> & {
  [K in AcceptedName<R, N>]: AttributesOf<R>[K];
};

type EntriesOf<Action> =
  | (Action extends { readonly changes: readonly (infer Entry)[] } ? Entry : never)
  | (Action extends { readonly steps: readonly (infer Entry)[] } ? Entry : never);

// Of each argument that a relationship is managed with, and that takes maps, that relationship.
type ManagedBy<R extends AnyResource, N extends string> = {
  [
    Entry in ManagedEntry<EntriesOf<ActionOf<R, N>>> as Entry['argument'] extends MapArgument<R, N>
      ? Entry['argument']
      : never
  ]: Entry['relationship'];
};

type ManagedEntry<Entry> =
  Entry extends ManagedChange<infer Argument, infer Relationship>
    ? string extends Argument
      ? never
      : { argument: Argument; relationship: Relationship }
    : never;

type MapArgument<R extends AnyResource, N extends string> = {
  [K in keyof ArgumentsOf<R, N>]: HoldsMaps<ArgumentsOf<R, N>[K]> extends true ? K : never;
}[keyof ArgumentsOf<R, N>];

type HoldsMaps<A> = A extends AnyAttribute
  ? ItemOf<PresentInputOf<A>> extends JsonMap
    ? true
    : false
  : false;

type ItemOf<Input> = Input extends readonly (infer Item)[] ? Item : Input;

type NestedOf<Rs extends ResourceMap, R extends AnyResource, N extends string> = EmbeddingForms<
  InputTypes<R, N>
> & {
  [K in keyof ManagedBy<R, N> & keyof ArgumentsOf<R, N>]: {
    list: ArgumentsOf<R, N>[K] extends AnyAttribute
      ? PresentInputOf<ArgumentsOf<R, N>[K]> extends readonly unknown[]
        ? true
        : false
      : false;
    form: RelatedForm<Rs, DestinationOf<Rs, R, ManagedBy<R, N>[K] & RelationshipName<R>>>;
  };
};

// Which action a nested form is for is the engine's to say: it may have the inputs of any that
// writes.
interface RelatedForm<Rs extends ResourceMap, R extends AnyResource> {
  fields: WrittenFields<R>;
  forms: {
    [K in KeyOfAny<NestedOfEach<Rs, R, WriteName<R>>>]: ValueOfAny<
      NestedOfEach<Rs, R, WriteName<R>>,
      K
    >;
  };
}

type NestedOfEach<
  Rs extends ResourceMap,
  R extends AnyResource,
  N extends string,
> = N extends string ? NestedOf<Rs, R, N> : never;

type WriteName<R extends AnyResource> = ActionNameOfType<R, 'create' | 'update'> & ActionName<R>;

type WrittenInputs<R extends AnyResource> = {
  [N in WriteName<R>]: Required<Omit<InputOf<R, N>, NestedInput<R, N>>>;
}[WriteName<R>];

type WrittenFields<R extends AnyResource> = {
  [K in KeyOfAny<WrittenInputs<R>>]: ValueOfAny<WrittenInputs<R>, K>;
} & { [K in PrimaryKeyName<R>]: PresentInputOf<AttributesOf<R>[K]> };

type Parts = Omit<FormTypes, 'result'>;
type FieldName<F extends Parts> = keyof F['fields'] & string;
type NestedName<F extends Parts> = keyof F['forms'] & string;

// How far into each other the forms that are listed by path may be nested.
type Deeper = [never, 0, 1, 2, 3];

type Below<F extends Parts, K extends NestedName<F>> = F['forms'][K]['form'];
type Prefix<F extends Parts, K extends NestedName<F>> = F['forms'][K]['list'] extends true
  ? `${K}.${number}`
  : K;

/** The paths of all fields: `name`, `tracks.0.name`. */
export type FieldPath<F extends Parts, Depth extends number = 4> =
  | FieldName<F>
  | (Depth extends 0
      ? never
      : {
          [K in NestedName<F>]: `${Prefix<F, K>}.${FieldPath<Below<F, K>, Deeper[Depth] & number>}`;
        }[NestedName<F>]);

/** The paths of all inputs that are lists of forms, or one form: `tracks`. */
export type NestedPath<F extends Parts, Depth extends number = 4> = Depth extends 0
  ? never
  : | NestedName<F>
    | {
        [K in NestedName<F>]: `${Prefix<F, K>}.${NestedPath<Below<F, K>, Deeper[Depth] & number>}`;
      }[NestedName<F>];

/** The paths of all forms inside: `tracks.0`. */
export type FormPath<F extends Parts, Depth extends number = 4> = Depth extends 0
  ? never
  : {
      [K in NestedName<F>]:
        Prefix<F, K> | `${Prefix<F, K>}.${FormPath<Below<F, K>, Deeper[Depth] & number>}`;
    }[NestedName<F>];

/** A path, or the list of its steps. */
export type PathOr<P extends string> = P | StepsOf<P>;

/** `tracks.0.name` as `['tracks', 0, 'name']`. */
export type StepsOf<P extends string> = P extends `${infer First}.${infer Rest}`
  ? readonly [StepOf<First>, ...StepsOf<Rest>]
  : readonly [StepOf<P>];

type StepOf<S extends string> = S extends `${number}` ? number : S;

/** What a field may hold: what its input takes, or what was typed instead. */
export type Typed<Input> = Input | string | null;

/** What the field at a path takes. */
export type InputAt<F extends Parts, P extends string> =
  P extends FieldName<F>
    ? F['fields'][P]
    : P extends `${infer K}.${number}.${infer Rest}`
      ? K extends NestedName<F>
        ? InputAt<Below<F, K>, Rest>
        : never
      : P extends `${infer K}.${infer Rest}`
        ? K extends NestedName<F>
          ? InputAt<Below<F, K>, Rest>
          : never
        : never;

/** The params of a form, as somebody may type them. */
export type ParamsOf<F extends Parts> = {
  readonly [K in FieldName<F> | NestedName<F>]?: K extends NestedName<F>
    ? NestedParams<F['forms'][K]['list'], ParamsOf<Below<F, K>>>
    : K extends FieldName<F>
      ? Typed<F['fields'][K]>
      : never;
} & { readonly [K in `_${string}`]?: unknown };

type NestedParams<IsList, Params> = IsList extends true
  ? readonly Params[] | Readonly<Record<string, Params>>
  : Params | null;

/** The params of a form that is added at a path. */
export type NestedParamsAt<F extends Parts, P extends string> =
  P extends NestedName<F>
    ? ParamsOf<Below<F, P>>
    : P extends `${infer K}.${number}.${infer Rest}`
      ? K extends NestedName<F>
        ? NestedParamsAt<Below<F, K>, Rest>
        : never
      : P extends `${infer K}.${infer Rest}`
        ? K extends NestedName<F>
          ? NestedParamsAt<Below<F, K>, Rest>
          : never
        : never;

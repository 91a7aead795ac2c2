// Embedded resources as types: what their values are in records and in inputs, and which ones a
// resource needs.
import type { ActionsInput } from './action.ts';
import type {
  AnyAttribute,
  AttributeDefinition,
  InputValueOf,
  TypeReference,
} from './attribute.ts';
import type { Calculation } from './derived.ts';
import type { AttributeName, AttributesOf, RecordOf } from './infer.ts';
import type { AnyResource, TypesOf } from './resource.ts';
import type { Flatten, TypeOf } from './t.ts';
import type { Instance } from '../wire/values.ts';

/** How the values of an embedded resource come about (spec 11.2). */
export interface EmbeddedConstraints<Load extends string = string> {
  /** The action for new values; the primary create unless given. */
  createAction?: string;
  /** The action for values that change; the primary update unless given. */
  updateAction?: string;
  /** The action for values that go; the primary destroy unless given. */
  destroyAction?: string;
  /** The action that reads them; the primary read unless given. */
  readAction?: string;
  /** `replace`: a new value never updates the one that was there. */
  onUpdate?: 'updateOnMatch' | 'replace';
  /** Calculations that every value comes with. */
  load?: readonly Load[];
  /** The order of a list: `[['rank', 'desc']]`. */
  sort?: readonly (string | readonly [string, string])[];
  /** `false`: its actions do not see the changeset that the value is part of. */
  includeSource?: boolean;
}

type CalculationName<R extends AnyResource> = keyof TypesOf<R>['calculations'] & string;
type CalculatedValue<C> = C extends Calculation<infer Output> ? Output : never;

/** A value of an embedded resource in a record, with what its attribute loads. */
export type EmbeddedRecord<R extends AnyResource, Load extends string = never> = Flatten<
  RecordOf<R> & {
    -readonly [K in Load & CalculationName<R>]: CalculatedValue<TypesOf<R>['calculations'][K]>;
  }
>;

type ArgumentsOfActions<Actions> = {
  [N in keyof Actions]: Actions[N] extends { readonly arguments: infer P } ? keyof P : never;
}[keyof Actions] &
  string;

/**
 * A value of an embedded resource as an input: a map for its actions, any part of it where one is
 * updated. What a create lacks, the engine says.
 */
export type EmbeddedInput<R extends AnyResource> = Flatten<
  { readonly [K in AttributeName<R>]?: InputValueOf<AttributesOf<R>[K]> } & {
    readonly [K in Exclude<ArgumentsOfActions<TypesOf<R>['actions']>, AttributeName<R>>]?: unknown;
  }
>;

/** The type of an attribute that embeds a resource. */
export interface EmbeddedType<R extends AnyResource, Load extends string = never> extends TypeOf<
  EmbeddedRecord<R, Load>,
  EmbeddedInput<R> | Instance<Partial<EmbeddedRecord<R, Load>>>,
  EmbeddedConstraints
> {
  embedded: R;
}

/** The names of the calculations that can be loaded. */
export type LoadableName<R extends AnyResource> = CalculationName<R>;

/** The embedded resources that these need, at any depth, each once. */
export function embeddedIn(resources: readonly AnyResource[]): AnyResource[] {
  const found = new Set<AnyResource>();
  const visit = (resource: AnyResource): void => {
    const { attributes, actions } = resource.definition;
    for (const attribute of Object.values(attributes ?? {})) visitType(attribute.definition);
    for (const action of Object.values((actions ?? {}) as ActionsInput<string, object>)) {
      const { arguments: inputs } = action as { arguments?: Record<string, AnyAttribute> };
      for (const argument of Object.values(inputs ?? {})) visitType(argument.definition);
    }
  };
  // What is no attribute, in untyped code, is refused where the definition is sent.
  const visitType = (
    definition: Pick<AttributeDefinition, 'type' | 'constraints'> | undefined,
  ): void => {
    if (definition === undefined) return;
    const resource = embeddedResource(definition.type);
    if (resource !== undefined && !found.has(resource)) {
      found.add(resource);
      visit(resource);
    }
    membersOf(definition).forEach((member) => {
      visitType(member.definition);
    });
  };
  resources.forEach(visit);
  return [...found];
}

// The resource that a type embeds, itself or in a list.
export function embeddedResource(type: TypeReference): AnyResource | undefined {
  if (typeof type === 'string' || 'enum' in type) return undefined;
  if ('embedded' in type) return type.resource as AnyResource | undefined;
  return embeddedResource('array' in type ? type.array : type.of);
}

// The fields of maps, the members of unions, and those of the items of lists.
function membersOf(
  definition: Pick<AttributeDefinition, 'type' | 'constraints'>,
): { definition: AttributeDefinition }[] {
  const { fields, types, items } = definition.constraints as Readonly<
    Record<string, Readonly<Record<string, AnyAttribute | { type: AnyAttribute }>> | undefined>
  >;
  const described = Object.values({ ...fields, ...types }).map((member) =>
    'definition' in member ? member : member.type,
  );
  const inner = items === undefined ? [] : membersOf({ type: 'map', constraints: items });
  const base =
    typeof definition.type === 'object' && 'of' in definition.type ? definition.type : undefined;
  const ofBase =
    base === undefined ? [] : membersOf({ type: base.of, constraints: base.constraints as never });
  return [...described, ...inner, ...ofBase];
}

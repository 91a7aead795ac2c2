// What a changeset says of itself: asked of the engine when somebody looks at it.
import type { AnyResource } from '../definition/resource.ts';
import { detailOf, type ErrorDetail, hostError } from '../wire/errors.ts';
import { toCamelCase } from '../wire/names.ts';
import type { Changeset } from './changeset.ts';
import type { ChangesetState } from './changeset_state.ts';
import type { ChangesetDescription, ChangesetFields, Operation } from './changeset_types.ts';
import { inspectCustom } from '../wire/inspection.ts';
import { engineFor } from './registry.ts';
import { subjectMessage } from './subject.ts';

type Params = Readonly<Record<string, unknown>>;
type NameIn<F> = keyof F & string;

/** What a changeset starts from. */
export interface Origin {
  readonly resource?: AnyResource;
  /** The record, or its key; absent on create. */
  readonly subject?: unknown;
  readonly handle?: number;
  readonly evaluate?: (description: ChangesetDescription) => ChangesetState;
  /** Of an embedded resource: the changeset of the record that its value will be part of. */
  readonly source?: Changeset;
}

// Filled by the class, so that changeset.ts can see what others cannot.
/** What a changeset was made from, and how. */
export let open: (changeset: ChangesetValues) => {
  readonly origin: Origin;
  readonly operations: readonly Operation[];
};

/** The part of a changeset that can be asked. */
export class ChangesetValues<Fields extends ChangesetFields = ChangesetFields> {
  readonly #origin: Origin;
  readonly #operations: readonly Operation[];
  #state: ChangesetState | undefined;

  static {
    open = (changeset) => ({ origin: changeset.#origin, operations: changeset.#operations });
  }

  protected constructor(origin: Origin, operations: readonly Operation[], state?: ChangesetState) {
    this.#origin = origin;
    this.#operations = operations;
    this.#state = state;
  }

  // --- Attributes (spec 3.3) -----------------------------------------------------------------

  /** The new value if there is one, else the stored one; `null` if neither. */
  getAttribute<K extends NameIn<Fields>>(name: K): Fields[K] {
    return (this.fetchAttribute(name) ?? null) as Fields[K];
  }

  /** As `getAttribute`, but `undefined` where there is no value at all. */
  fetchAttribute<K extends NameIn<Fields>>(name: K): Fields[K] | undefined {
    const { attributes, data } = this.state;
    return (Object.hasOwn(attributes, name) ? attributes[name] : own(data, name)) as Fields[K];
  }

  /** The stored value; `null` on create. */
  getData<K extends NameIn<Fields>>(name: K): Fields[K] {
    return (own(this.state.data, name) ?? null) as Fields[K];
  }

  /** The new value of an attribute; `undefined` if it is not changing. */
  fetchChange<K extends NameIn<Fields>>(name: K): Fields[K] | undefined {
    return own(this.state.attributes, name) as Fields[K] | undefined;
  }

  /** Whether the attribute is changing, by a value or by an expression. */
  changingAttribute(name: NameIn<Fields>): boolean {
    const { attributes, atomics } = this.state;
    return Object.hasOwn(attributes, name) || (atomics?.includes(name) ?? false);
  }

  /** Whether any attribute is changing. */
  get changingAttributes(): boolean {
    const { attributes, atomics } = this.state;
    return Object.keys(attributes).length > 0 || (atomics?.length ?? 0) > 0;
  }

  /** Whether the attribute has a value, new or stored. */
  attributePresent(name: NameIn<Fields>): boolean {
    return isPresent(this.fetchAttribute(name));
  }

  /** The same for an argument or, if there is none of that name, an attribute. */
  present(name: string): boolean {
    const { arguments: inputs, relationships } = this.state;
    if (Object.hasOwn(inputs, name)) return isPresent(inputs[name]);
    return isPresent(this.fetchAttribute(name)) || (relationships?.includes(name) ?? false);
  }

  // --- Arguments and relationships (spec 3.4, 3.5) -------------------------------------------

  /** The value of an argument; `null` if it was not given. */
  getArgument(name: string): unknown {
    return this.fetchArgument(name) ?? null;
  }

  /** The value of an argument; `undefined` if it was not given. */
  fetchArgument(name: string): unknown {
    return own(this.state.arguments, name);
  }

  /** The argument if it was given, else the new value of the attribute, else `undefined`. */
  fetchArgumentOrChange(name: string): unknown {
    const { arguments: inputs, attributes } = this.state;
    return Object.hasOwn(inputs, name) ? inputs[name] : own(attributes, name);
  }

  /** The argument if it was given, even as nil, else the attribute. */
  getArgumentOrAttribute(name: string): unknown {
    const { arguments: inputs } = this.state;
    return Object.hasOwn(inputs, name) ? inputs[name] : this.getAttribute(name);
  }

  /** Whether there is input for the relationship, even an empty list. */
  changingRelationship(name: string): boolean {
    return this.state.relationships?.includes(name) ?? false;
  }

  // --- State (spec 3.1) ----------------------------------------------------------------------

  /** Whether there are no errors so far. */
  get valid(): boolean {
    return this.state.valid;
  }

  /** The errors so far, newest first. */
  get errors(): readonly ErrorDetail[] {
    return this.state.errors.map((error) => detailOf(error, 'invalid'));
  }

  /** The name of the action, if one was set. */
  get action(): string | null {
    const { action } = this.state;
    return action === null ? null : toCamelCase(action);
  }

  get actionType(): 'create' | 'update' | 'destroy' {
    return this.state.action_type;
  }

  /** Where in its life the changeset is: `pending`, `before_action` and so on. */
  get phase(): string {
    return this.state.phase;
  }

  /** The new values of attributes, cast. */
  get attributes(): Partial<Fields> {
    return this.state.attributes as Partial<Fields>;
  }

  /** The values of arguments, cast. */
  get arguments(): Params {
    return this.state.arguments;
  }

  /** The input as it was given. */
  get params(): Params {
    return this.state.params;
  }

  /** The names of attributes that a default filled. */
  get defaults(): readonly string[] {
    return this.state.defaults;
  }

  /** The names whose input was refused. */
  get invalidKeys(): readonly string[] {
    return this.state.invalid_keys;
  }

  /** The record as it was; empty on create. */
  get data(): Partial<Fields> {
    return this.state.data as Partial<Fields>;
  }

  /** What travels with it; `__source__` is the changeset of the record that this one is part of. */
  get context(): Params {
    const { source } = this;
    return source === undefined
      ? this.state.context
      : { ...this.state.context, __source__: source };
  }

  /**
   * In the actions of an embedded resource, the changeset of the record that its value will be part
   * of; `undefined` elsewhere.
   */
  get source(): Changeset | undefined {
    return this.#origin.source;
  }

  get tenant(): unknown {
    return this.state.tenant;
  }

  /** The resource; `undefined` inside callbacks. */
  get resource(): AnyResource | undefined {
    return this.#origin.resource;
  }

  /**
   * The evaluated state. Throws `not_evaluated` when the engine runs in another thread; await
   * `tunez.evaluate(changeset)` there and use what it returns.
   * @internal
   */
  get state(): ChangesetState {
    // What is built anew each time is inspected with it: building runs the application's functions.
    return (this.#state ??= this.#evaluate(this.#origin.handle === undefined));
  }

  #evaluate(inspect: boolean): ChangesetState {
    const { resource } = this.#origin;
    const evaluate = this.#origin.evaluate ?? (resource && engineFor(resource));
    if (evaluate === undefined)
      throw hostError(
        'not_evaluated',
        `what comes of this changeset of ${resource?.name ?? 'a record'} is not known here, because ` +
          'no engine in this thread has its domain; use `await tunez.evaluate(changeset)`',
      );
    return evaluate({ ...descriptionOf(this), ...(inspect && { inspect }) });
  }

  /**
   * For people who look for a mistake: what changes, the arguments and the errors, as the engine writes
   * them. What is sensitive is shown as `**redacted**`.
   */
  toString(): string {
    try {
      return (this.state.inspected ?? this.#evaluate(true).inspected)!;
    } catch {
      const name = this.#origin.resource?.name ?? 'a record';
      return `#Changeset<${[name, 'not evaluated', ...this.#operations.map(([one]) => one)].join(', ')}>`;
    }
  }

  /** @internal */
  [inspectCustom](): string {
    return this.toString();
  }
}

/** The changeset as it is sent. */
export function descriptionOf(
  changeset: ChangesetValues<never> | ChangesetValues,
): ChangesetDescription {
  const { origin, operations } = open(changeset);
  if (origin.handle !== undefined) return { handle: origin.handle, operations };
  return {
    ...(origin.resource && { resource: origin.resource.name }),
    ...(origin.resource &&
      origin.subject !== undefined &&
      subjectMessage(origin.resource, origin.subject)),
    operations,
  };
}

function own(map: Params, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

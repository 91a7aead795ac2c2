// A pending write, described. A changeset holds what is to be done, not what comes of it: the engine
// evaluates it, at once where it runs in this thread, when it is submitted otherwise.
//
// 1. A changeset never changes; each method returns another one with one operation more.
// 2. What comes of the operations (casts, defaults, errors) is decided by the engine alone.
import type {
  ActionName,
  ActionNameOfType,
  InputOf,
  RecordOf,
  Reference,
} from '../definition/infer.ts';
import type { Expression } from '../definition/expression.ts';
import { expressionMessage } from '../definition/message/expressions.ts';
import { isExpression } from '../definition/expression.ts';
import type { AnyResource } from '../definition/resource.ts';
import {
  type ManagedInput,
  manageOptions,
  type ManageRelationshipOptions,
} from '../definition/manage.ts';
import { type ErrorDetail, hostError, TunezError } from '../wire/errors.ts';
import { snakeKeys, toSnakeCase } from '../wire/names.ts';
import type { ChangesetState } from './changeset_state.ts';
import type {
  AddedError,
  AsyncNext,
  ChangesetDescription,
  ChangesetFields,
  ChangesetOptions,
  HookOptions,
  HookOutcome,
  Next,
  Operation,
} from './changeset_types.ts';
import { ChangesetValues, open, type Origin } from './changeset_values.ts';
import { resourceOf } from './registry.ts';
import { isResource } from './subject.ts';

type Path = readonly (string | number)[];
type Params = Readonly<Record<string, unknown>>;
type NameIn<F> = keyof F & string;

// Filled by the class, so that functions of this file can see what others cannot.
let make: (origin: Origin, operations: readonly Operation[], state?: ChangesetState) => Changeset;
let append: (changeset: Changeset, operation: Operation) => Changeset;

/** A pending create, update or destroy. */
export class Changeset<
  Fields extends ChangesetFields = ChangesetFields,
> extends ChangesetValues<Fields> {
  static {
    make = (origin, operations, state) => new Changeset(origin, operations, state);
    append = (changeset, operation) => changeset.#append(...operation);
  }

  private constructor(origin: Origin, operations: readonly Operation[], state?: ChangesetState) {
    super(origin, operations, state);
  }

  // --- Construction (spec 3.2) ---------------------------------------------------------------

  /** A changeset without an action: a create of a resource, or an update of a record. */
  // eslint-disable-next-line @typescript-eslint/no-misused-new -- the name it has in Ash
  static new<R extends AnyResource>(resource: R): Changeset<RecordOf<R>>;
  // eslint-disable-next-line @typescript-eslint/no-misused-new -- as above
  static new(record: object): Changeset;
  static new(subject: object): Changeset {
    if (isResource(subject)) return make({ resource: subject }, []);
    return make({ resource: resourceOf(subject), subject }, []);
  }

  /** A create by the named action. `subject` may be a changeset that was prepared before. */
  static forCreate<R extends AnyResource, N extends ActionNameOfType<R, 'create'>>(
    resource: R,
    action: N,
    params?: InputOf<R, N & ActionName<R>>,
    options?: ChangesetOptions,
  ): Changeset<RecordOf<R>>;
  static forCreate<F extends ChangesetFields>(
    changeset: Changeset<F>,
    action: string,
    params?: Params,
    options?: ChangesetOptions,
  ): Changeset<F>;
  static forCreate(
    subject: AnyResource | Changeset,
    action: string,
    params: Params = {},
    options: ChangesetOptions = {},
  ): Changeset {
    const changeset = isChangeset(subject) ? subject : make({ resource: subject }, []);
    return changeset.#for('for_create', action, params, options);
  }

  /**
   * An update of a record by the named action. Name the resource first for typed params; without it
   * the one open resource is meant that has all the fields of the record.
   */
  static forUpdate<R extends AnyResource, N extends ActionNameOfType<R, 'update'>>(
    resource: R,
    record: Reference<R>,
    action: N,
    params?: InputOf<R, N & ActionName<R>>,
    options?: ChangesetOptions,
  ): Changeset<RecordOf<R>>;
  static forUpdate(
    record: object,
    action: string,
    params?: Params,
    options?: ChangesetOptions,
  ): Changeset;
  static forUpdate(...given: readonly unknown[]): Changeset {
    return ofRecord('for_update', given);
  }

  /** A destroy of a record by the named action, as `forUpdate`. */
  static forDestroy<R extends AnyResource, N extends ActionNameOfType<R, 'destroy'>>(
    resource: R,
    record: Reference<R>,
    action: N,
    params?: InputOf<R, N & ActionName<R>>,
    options?: ChangesetOptions,
  ): Changeset<RecordOf<R>>;
  static forDestroy(
    record: object,
    action: string,
    params?: Params,
    options?: ChangesetOptions,
  ): Changeset;
  static forDestroy(...given: readonly unknown[]): Changeset {
    return ofRecord('for_destroy', given);
  }

  /** As `forCreate`, `forUpdate` or `forDestroy`, by the type of the action. */
  static forAction(
    subject: AnyResource | Changeset | object,
    action: string,
    params: Params = {},
    options: ChangesetOptions = {},
  ): Changeset {
    const changeset = isChangeset(subject)
      ? subject
      : isResource(subject)
        ? make({ resource: subject }, [])
        : make({ resource: resourceOf(subject), subject }, []);
    return changeset.#for('for_action', action, params, options);
  }

  #for(operation: string, action: string, params: Params, options: ChangesetOptions): this {
    return this.#append(operation, toSnakeCase(action), params, snakeKeys(options));
  }

  #append(...operation: Operation): this {
    const { origin, operations } = open(this);
    return make(origin, [...operations, operation]) as this;
  }

  // --- Attributes (spec 3.3) -----------------------------------------------------------------

  /** Changes an attribute as input would: cast, checked, refused if it is not writable. */
  changeAttribute(name: NameIn<Fields>, value: unknown): this {
    return this.#append('change_attribute', name, value);
  }

  /** `changeAttribute` for each entry. */
  changeAttributes(values: { readonly [K in NameIn<Fields>]?: unknown }): this {
    return this.#append('change_attributes', values);
  }

  /** Changes an attribute whether it is writable or not; for changes and hooks. */
  forceChangeAttribute(name: NameIn<Fields>, value: unknown): this {
    return this.#append('force_change_attribute', name, value);
  }

  /** `forceChangeAttribute` for each entry. */
  forceChangeAttributes(values: { readonly [K in NameIn<Fields>]?: unknown }): this {
    return this.#append('force_change_attributes', values);
  }

  /** Changes an attribute unless it is changing already. */
  changeNewAttribute(name: NameIn<Fields>, value: unknown): this {
    return this.#append('change_new_attribute', name, value);
  }

  /** The same, where the value is made only if it is needed. */
  changeNewAttributeLazy(name: NameIn<Fields>, value: () => unknown): this {
    return this.#append('change_new_attribute_lazy', name, value);
  }

  /** `forceChangeAttribute` unless the attribute is changing already. */
  forceChangeNewAttribute(name: NameIn<Fields>, value: unknown): this {
    return this.#append('force_change_new_attribute', name, value);
  }

  /** The same, where the value is made only if it is needed. */
  forceChangeNewAttributeLazy(name: NameIn<Fields>, value: () => unknown): this {
    return this.#append('force_change_new_attribute_lazy', name, value);
  }

  /** Changes an attribute and notes that the value is a default. */
  changeDefaultAttribute(name: NameIn<Fields>, value: unknown): this {
    return this.#append('change_default_attribute', name, value);
  }

  /** Replaces the new value of an attribute that is changing by what the function makes of it. */
  updateChange(name: NameIn<Fields>, update: (value: unknown) => unknown): this {
    return this.#append('update_change', name, update);
  }

  /** Drops the change of an attribute, or all inputs of a relationship. */
  clearChange(name: string): this {
    return this.#append('clear_change', name);
  }

  /** Sets an attribute to an expression over the stored record, inside the statement. */
  atomicUpdate(name: NameIn<Fields>, expression: Expression): this {
    return this.#append('atomic_update', name, expressionMessage(expression.node));
  }

  /** Sets an attribute to an expression when the record is created. */
  atomicSet(name: NameIn<Fields>, expression: Expression): this {
    return this.#append('atomic_set', name, expressionMessage(expression.node));
  }

  // --- Arguments (spec 3.4) ------------------------------------------------------------------

  /** Sets an argument of the action. */
  setArgument(name: string, value: unknown): this {
    return this.#append('set_argument', name, value);
  }

  /** `setArgument` for each entry. */
  setArguments(values: Params): this {
    return this.#append('set_arguments', values);
  }

  /** As `setArgument`, without a warning after validation. */
  forceSetArgument(name: string, value: unknown): this {
    return this.#append('force_set_argument', name, value);
  }

  /** `forceSetArgument` for each entry. */
  forceSetArguments(values: Params): this {
    return this.#append('force_set_arguments', values);
  }

  /** Sets an argument that is not public. */
  setPrivateArgument(name: string, value: unknown): this {
    return this.#append('set_private_argument', name, value);
  }

  /** `setPrivateArgument` for each entry. */
  setPrivateArguments(values: Params): this {
    return this.#append('set_private_arguments', values);
  }

  /** Removes an argument, or several. */
  deleteArgument(name: string | readonly string[]): this {
    return this.#append('delete_argument', name);
  }

  /** Removes an argument, without a warning after validation. */
  forceDeleteArgument(name: string | readonly string[]): this {
    return this.#append('force_delete_argument', name);
  }

  // --- Relationships (spec 3.5) --------------------------------------------------------------

  /**
   * Says what is to become of a relationship's records when this is written (spec 10): `input` is a map,
   * a record (`asRecord`), a key, or a list of these. Calls add up.
   */
  manageRelationship(
    name: string,
    input: ManagedInput,
    options: ManageRelationshipOptions = {},
  ): this {
    return this.#append('manage_relationship', name, input, snakeKeys(manageOptions(options)));
  }

  /** Relates records in addition to those that are. */
  appendToRelationship(
    name: string,
    records: ManagedInput,
    options: ManageRelationshipOptions = {},
  ): this {
    return this.#append('append_to_relationship', name, records, snakeKeys(manageOptions(options)));
  }

  /** Unrelates records. */
  removeFromRelationship(
    name: string,
    records: ManagedInput,
    options: ManageRelationshipOptions = {},
  ): this {
    return this.#append(
      'remove_from_relationship',
      name,
      records,
      snakeKeys(manageOptions(options)),
    );
  }

  /** Relates these records and unrelates all others. */
  replaceRelationship(
    name: string,
    records: ManagedInput,
    options: ManageRelationshipOptions = {},
  ): this {
    return this.#append('replace_relationship', name, records, snakeKeys(manageOptions(options)));
  }

  // --- Errors (spec 3.6) ---------------------------------------------------------------------

  /** Adds an error, which makes the changeset invalid. `path` is put in front of the error's own. */
  addError(error: AddedError, path: Path = []): this {
    return this.#append('add_error', errorInput(error), path);
  }

  /** From then on each error passes through the function, which may replace or drop it. */
  handleErrors(handler: (changeset: Changeset, error: ErrorDetail) => unknown): this {
    return this.#append('handle_errors', handler);
  }

  // --- Select, load, filter, context (spec 3.7) ----------------------------------------------

  /** Which attributes the returned record has. A second call adds, unless `replace`. */
  select(fields: string | readonly string[], options: { readonly replace?: boolean } = {}): this {
    return this.#append('select', listOf(fields), options);
  }

  /** Adds to the selected attributes. */
  ensureSelected(fields: string | readonly string[]): this {
    return this.#append('ensure_selected', listOf(fields));
  }

  /** Removes from the selected attributes. */
  deselect(fields: string | readonly string[]): this {
    return this.#append('deselect', listOf(fields));
  }

  /** Loads these on the result, in addition to earlier ones. */
  load(loads: string | readonly string[] | Readonly<Record<string, unknown>>): this {
    return this.#append('load', typeof loads === 'string' ? [loads] : loads);
  }

  /** Only a record for which this holds is changed; otherwise it is stale. */
  filter(condition: Expression<boolean> | Readonly<Record<string, unknown>>): this {
    return this.#append(
      'filter',
      isExpression(condition) ? expressionMessage(condition.node) : condition,
    );
  }

  /** Merges into the context. */
  setContext(context: Params): this {
    return this.#append('set_context', context);
  }

  /** Sets one key of the context. */
  putContext(key: string, value: unknown): this {
    return this.#append('put_context', key, value);
  }

  /** On whose behalf. */
  setTenant(tenant: unknown): this {
    return this.#append('set_tenant', tenant);
  }

  /** Takes this for the outcome instead of writing. */
  setResult(result: { readonly record: object } | { readonly error: AddedError }): this {
    return this.#append(
      'set_result',
      'record' in result ? result : { error: errorInput(result.error) },
    );
  }

  /** Milliseconds that the action may take; `fallback` if `null`. */
  timeout(milliseconds: number | null, fallback?: number): this {
    return this.#append('timeout', milliseconds, ...(fallback === undefined ? [] : [fallback]));
  }

  // --- Hooks (spec 3.8) ----------------------------------------------------------------------

  /** Runs before the transaction; may be async, and is awaited unless a transaction is open already. */
  beforeTransaction(
    hook: (changeset: Changeset<Fields>) => unknown,
    options: HookOptions = {},
  ): this {
    return this.#append('before_transaction', hook, options);
  }

  /**
   * Runs around all the rest, outside of the transaction: returns what `next` gives, or another
   * outcome. May be async, as `beforeTransaction`.
   */
  aroundTransaction(
    hook: (changeset: Changeset<Fields>, next: AsyncNext<Fields>) => unknown,
    options: HookOptions = {},
  ): this {
    return this.#append('around_transaction', hook, options);
  }

  /** Runs around the action, inside the transaction: returns what `next` gives, or another outcome. */
  aroundAction(
    hook: (changeset: Changeset<Fields>, next: Next<Fields>) => unknown,
    options: HookOptions = {},
  ): this {
    return this.#append('around_action', hook, options);
  }

  /** Runs inside the transaction, before the write; may return a changed changeset. */
  beforeAction(hook: (changeset: Changeset<Fields>) => unknown, options: HookOptions = {}): this {
    return this.#append('before_action', hook, options);
  }

  /** Runs inside the transaction, after the write; may return another record. */
  afterAction(
    hook: (changeset: Changeset<Fields>, record: Fields) => unknown,
    options: HookOptions = {},
  ): this {
    return this.#append('after_action', hook, options);
  }

  /**
   * Runs after commit or rollback, with what came of it; may return another outcome. May be async, as
   * `beforeTransaction`.
   */
  afterTransaction(
    hook: (changeset: Changeset<Fields>, result: HookOutcome<Fields>) => unknown,
    options: HookOptions = {},
  ): this {
    return this.#append('after_transaction', hook, options);
  }

  /**
   * Takes what the function says for the outcome instead of writing: inside the transaction, after all
   * hooks before the action that are there by now, with those after it to follow.
   */
  withHooks(
    work: (
      changeset: Changeset<Fields>,
    ) => { readonly record: object } | { readonly error: AddedError },
  ): this {
    return this.beforeAction((changeset) => changeset.setResult(work(changeset)));
  }
}

/** Whether this is a changeset; of which fields is not known. */
export function isChangeset(value: unknown): value is Changeset {
  return value instanceof Changeset;
}

/** The same changeset with its state known. */
export function withState(changeset: Changeset, state: ChangesetState): Changeset {
  const { origin, operations } = open(changeset);
  return make(origin, operations, state);
}

/** The changeset that a callback is given. What it holds is asked for when it is looked at. */
export function changesetInCallback(
  { handle, source }: ChangesetHandle,
  evaluate: (description: ChangesetDescription) => ChangesetState,
): Changeset {
  if (source === undefined) return make({ handle, evaluate }, []);
  return make({ handle, evaluate, source: changesetInCallback(source, evaluate) }, []);
}

/** By what a callback may ask about a changeset, and about the one that it is part of. */
export interface ChangesetHandle {
  readonly handle: number;
  readonly source?: ChangesetHandle;
}

/** The operations by which `later` was made from `earlier`; `undefined` if it was not. */
export function operationsSince(
  later: Changeset,
  earlier: Changeset,
): readonly Operation[] | undefined {
  const to = open(later);
  const from = open(earlier);
  if (to.origin !== from.origin) return undefined;
  const isContinued = from.operations.every(
    (operation, index) => to.operations[index] === operation,
  );
  return isContinued ? to.operations.slice(from.operations.length) : undefined;
}

function ofRecord(operation: 'for_update' | 'for_destroy', given: readonly unknown[]): Changeset {
  const [first, second] = given;
  if (isChangeset(first)) return continued(operation, first, given.slice(1));
  if (isResource(first))
    return continued(operation, make({ resource: first, subject: second }, []), given.slice(2));
  if (typeof first !== 'object' || first === null)
    throw hostError('invalid_message', 'a changeset is made for a record or a resource');
  const origin = { resource: resourceOf(first), subject: first };
  return continued(operation, make(origin, []), given.slice(1));
}

function continued(operation: string, changeset: Changeset, rest: readonly unknown[]): Changeset {
  const [action, params = {}, options = {}] = rest;
  return append(changeset, [
    operation,
    toSnakeCase(action as string),
    params,
    snakeKeys(options as object),
  ]);
}

/** An added error as the wire has it. */
export function errorInput(error: AddedError): unknown {
  if (error instanceof TunezError) return error.errors;
  if (Array.isArray(error)) return (error as readonly AddedError[]).flatMap(errorInput);
  return error;
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

// The builtin changes (spec 7.1).
import type { Changeset } from './client/changeset.ts';
import type {
  AsyncNext,
  ChangesetFields,
  HookOptions,
  HookOutcome,
  Next,
} from './client/changeset_types.ts';
import type { Expression } from './definition/expression.ts';
import { change } from './definition/custom.ts';
import { Change, type ManagedChange } from './definition/entry.ts';
import { manageOptions, type ManageRelationshipOptions } from './definition/manage.ts';

export { Change } from './definition/entry.ts';
export { change } from './definition/custom.ts';

/** A value, a function that is called each time, or `arg('name')` / `actor('field')`. */
export type ChangeValue = unknown;

/** Options of `setAttribute`. */
export interface SetAttributeOptions {
  /** `false` leaves the attribute alone when the value is nil. */
  setWhenNil?: boolean;
  /** Only if the attribute is not changing already. */
  new?: boolean;
}

/** Sets the attribute, whatever the input says. */
export function setAttribute<const F extends string>(
  attribute: F,
  value: ChangeValue,
  options: SetAttributeOptions = {},
): Change<F> {
  return new Change({ name: 'set_attribute', options: { attribute, value, options } });
}

/** Sets the attribute unless it is changing already. */
export function setNewAttribute<const F extends string>(
  attribute: F,
  value: ChangeValue,
  options: SetAttributeOptions = {},
): Change<F> {
  return new Change({ name: 'set_new_attribute', options: { attribute, value, options } });
}

/** Just before the write, replaces a changing value by what the function makes of it. */
export function updateChange<const F extends string>(
  attribute: F,
  update: (value: unknown) => unknown,
): Change<F> {
  return new Change({ name: 'update_change', options: { attribute, function: update } });
}

/** Adds to a number; above `overflowLimit` it starts again at `amount`. */
export function increment<const F extends string>(
  attribute: F,
  options: { amount?: number | bigint; overflowLimit?: number | bigint } = {},
): Change<F> {
  return new Change({ name: 'increment', options: { attribute, options } });
}

/** Sets the attribute to an expression over the stored record, inside the statement. */
export function atomicUpdate<const F extends string>(
  attribute: F,
  expression: Expression,
  options: { castAtomic?: boolean } = {},
): Change<F> {
  return new Change({ name: 'atomic_update', options: { attribute, expr: expression, options } });
}

/** Sets the attribute to an expression when the record is created. */
export function atomicSet<const F extends string>(attribute: F, expression: Expression): Change<F> {
  return new Change({ name: 'atomic_set', options: { attribute, expr: expression } });
}

/** Manages a relationship with what the argument holds, if it was given. */
export function manageRelationship<const Argument extends string>(
  argument: Argument,
  options?: ManageRelationshipOptions,
): ManagedChange<Argument, Argument, Argument>;
export function manageRelationship<const Argument extends string, const Name extends string>(
  argument: Argument,
  relationship: Name,
  options?: ManageRelationshipOptions,
): ManagedChange<Argument, Name, Argument | Name>;
export function manageRelationship(
  argument: string,
  second?: string | ManageRelationshipOptions,
  third?: ManageRelationshipOptions,
): ManagedChange<never, never, never> {
  const relationship = typeof second === 'string' ? second : argument;
  const options = manageOptions((typeof second === 'string' ? third : second) ?? {});
  return new Change({ name: 'manage_relationship', options: { argument, relationship, options } });
}

/** Relates the record to the actor, or to a field of the actor. */
export function relateActor<const F extends string>(
  relationship: F,
  options: { allowNil?: boolean; field?: string } = {},
): Change<F> {
  return new Change({ name: 'relate_actor', options: { relationship, options } });
}

/** Fails with a stale record if the attribute changed since the record was read; increments it. */
export function optimisticLock<const F extends string>(attribute: F): Change<F> {
  return new Change({ name: 'optimistic_lock', options: { attribute } });
}

/** Only records for which this holds are changed; others are stale. */
export function filter(expression: Expression<boolean>): Change<never> {
  return new Change({ name: 'filter', options: { expr: expression } });
}

/** Just before the write, drops the change of the attribute. */
export function preventChange<const F extends string>(attribute: F): Change<F> {
  return new Change({ name: 'prevent_change', options: { attribute } });
}

/** Loads these fields on the result. */
export function load(loads: string | readonly string[]): Change<never> {
  return new Change({ name: 'load', options: { load: loads } });
}

/** Only these attributes are read back. */
export function select<const F extends string>(fields: readonly F[]): Change<F> {
  return new Change({ name: 'select', options: { fields } });
}

/** Also these attributes are read back. */
export function ensureSelected<const F extends string>(fields: readonly F[]): Change<F> {
  return new Change({ name: 'ensure_selected', options: { fields } });
}

/** Merges into the context of the changeset. */
export function setContext(
  context: Readonly<Record<string, unknown>> | (() => Readonly<Record<string, unknown>>),
): Change<never> {
  return new Change({ name: 'set_context', options: { context } });
}

/** Reads the record again just before it is written, and goes by what is stored then. */
export function getAndLock(lock: string = 'for_update'): Change<never> {
  return new Change({ name: 'get_and_lock', options: { lock } });
}

/** As `getAndLock`, for a lock to update. */
export function getAndLockForUpdate(): Change<never> {
  return new Change({ name: 'get_and_lock_for_update', options: {} });
}

/** Writes the state of the changeset to the console. */
export function debugLog(label?: string): Change<never> {
  return change((changeset) => {
    console.debug(...(label === undefined ? [] : [label]), changeset.state);
    return changeset;
  });
}

/** Destroys the related records, too. `afterAction: false` before this record is deleted. */
export function cascadeDestroy<const F extends string>(
  relationship: F,
  options: {
    action?: string;
    readAction?: string;
    afterAction?: boolean;
    returnNotifications?: boolean;
  } = {},
): Change<F> {
  return new Change({ name: 'cascade_destroy', options: { relationship, options } });
}

/** Updates the related records, with the listed inputs copied. */
export function cascadeUpdate<const F extends string>(
  relationship: F,
  options: {
    action?: string;
    readAction?: string;
    copyInputs?: readonly string[];
    returnNotifications?: boolean;
  } = {},
): Change<F> {
  return new Change({ name: 'cascade_update', options: { relationship, options } });
}

/**
 * The function runs before the transaction of each action; it may be async, and is awaited unless a
 * transaction is open already. As `changeset.beforeTransaction` in a change of the application's own,
 * but without the engine asking that change each time, which goes for all of these.
 */
export function beforeTransaction(
  hook: (changeset: Changeset) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('before_transaction', hook, options);
}

/** As `changeset.aroundTransaction`: the function returns what `next` gives, or another outcome. */
export function aroundTransaction(
  hook: (changeset: Changeset, next: AsyncNext<ChangesetFields>) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('around_transaction', hook, options);
}

/** As `changeset.aroundAction`: the function returns what `next` gives, or another outcome. */
export function aroundAction(
  hook: (changeset: Changeset, next: Next<ChangesetFields>) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('around_action', hook, options);
}

/** As `changeset.beforeAction`: inside the transaction, before the write; may return a changed changeset. */
export function beforeAction(
  hook: (changeset: Changeset) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('before_action', hook, options);
}

/** As `changeset.afterAction`: inside the transaction, after the write; may return another record. */
export function afterAction(
  hook: (changeset: Changeset, record: Readonly<Record<string, unknown>>) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('after_action', hook, options);
}

/** As `changeset.afterTransaction`: after commit or rollback, with what came of it. */
export function afterTransaction(
  hook: (changeset: Changeset, result: HookOutcome<ChangesetFields>) => unknown,
  options?: HookOptions,
): Change<never> {
  return hookChange('after_transaction', hook, options);
}

function hookChange(name: string, hook: unknown, options: HookOptions = {}): Change<never> {
  return new Change({ name, options: { function: hook, ...options } });
}

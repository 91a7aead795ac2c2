// How each kind of callback is called and what its answer is (docs/wire.md §7).
import {
  type Changeset,
  changesetInCallback,
  type ChangesetHandle,
  errorInput,
  isChangeset,
  operationsSince,
} from '../client/changeset.ts';
import type { AddedError } from '../client/changeset_types.ts';
import type { ChangesetState } from '../client/changeset_state.ts';
import type { CallbackContext, ValidationResult } from '../definition/custom.ts';
import { isExpression } from '../definition/expression.ts';
import { expressionMessage } from '../definition/message/expressions.ts';
import { hostError, TunezError } from '../wire/errors.ts';
import { type Answer, type Request, valueOf } from '../wire/transport.ts';

/** A message to a callback. */
export interface CallbackMessage {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** Asks the engine for the state of a changeset, from inside or outside of callbacks. */
export interface ChangesetEvaluator {
  readonly evaluate: (description: { readonly operations: readonly unknown[] }) => ChangesetState;
  /** Operations as the wire has them: functions among their arguments are registered. */
  encodeOperations(operations: readonly (readonly unknown[])[]): unknown;
  /** Sends a request from inside a callback. */
  send(message: Request): Answer | Promise<Answer>;
}

type Function = (...args: unknown[]) => unknown;
type Kind = (callback: unknown, message: CallbackMessage, evaluator: ChangesetEvaluator) => unknown;

const kinds: Readonly<Record<string, Kind>> = {
  value: callForValue,
  change: callChange,
  atomic: callAtomic,
  batch_change: (callback, message, evaluator) =>
    callBatch('batchChange', callback, message, evaluator),
  before_batch: (callback, message, evaluator) =>
    callBatch('beforeBatch', callback, message, evaluator),
  after_batch: callAfterBatch,
  batch_callbacks: (callback, message, evaluator) =>
    synchronous(ofBatch('batchCallbacks', callback, message, changesetsOf(message, evaluator))),
  validation: callValidation,
  preparation: callPreparation,
  run: (callback, message) =>
    synchronous(methodOf(callback, 'run')(message['arguments'], contextOf(message))),
  calculate: callCalculation,
  aggregate: (callback, message) =>
    synchronous(methodOf(callback, 'aggregate')(message['values'])) ?? null,
  before_transaction: callBefore,
  before_action: callBefore,
  after_action: callAfterAction,
  after_transaction: callAfterTransaction,
  around_action: callAround,
  manual: callManual,
  transform_changeset: callTransform,
  around_transaction: callAround,
};

/** The kinds that need no message: `wasm/js_host.cc` names them by their place here. */
export const aboutKinds = [
  'change',
  'validation',
  'before_action',
  'after_action',
  'transform_changeset',
] as const;

/** Calls the callback as its kind demands and returns what goes under `ok`. */
export function answerTo(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const kind = Object.hasOwn(kinds, message.kind) ? kinds[message.kind] : undefined;
  if (kind === undefined)
    throw hostError('not_supported', `callbacks of the kind ${message.kind} are not supported`);
  return kind(callback, message, evaluator);
}

function callForValue(callback: unknown, message: CallbackMessage): unknown {
  const call = methodOf(callback, 'value');
  const value = synchronous('argument' in message ? call(message['argument']) : call());
  return value === undefined ? null : value;
}

function callChange(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const result =
    typeof callback === 'function'
      ? (callback as Function)(changeset, contextOf(message))
      : methodOf(callback, 'change')(changeset, message['options'] ?? {}, contextOf(message));
  return { operations: evaluator.encodeOperations(operationsOf(result, changeset)) };
}

// What is said with a changeset becomes its operations; the rest is the engine's to judge.
function callAtomic(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const given = changesetOf(message, evaluator);
  const call = methodOf(callback, 'atomic');
  const result = synchronous(call(given, message['options'] ?? {}, contextOf(message)));
  if (result === null || result === undefined || result === 'ok') return null;
  if (isChangeset(result))
    return { operations: evaluator.encodeOperations(operationsOf(result, given)) };
  if (typeof result !== 'object')
    throw new TypeError(`atomic must say how the change is made, this one said ${nameOf(result)}`);
  const said = result as Readonly<Record<string, unknown>>;
  if ('notAtomic' in said) return { not_atomic: said['notAtomic'] };
  if ('error' in said) return { error: errorInput(said['error'] as AddedError) };
  const { atomic, changeset } = said as { atomic?: Record<string, unknown>; changeset?: unknown };
  const changes = Object.entries(atomic ?? {}).map(([name, value]) =>
    isExpression(value)
      ? ['atomic_update', name, expressionMessage(value.node)]
      : ['force_change_attribute', name, value],
  );
  const earlier = changeset === undefined ? [] : operationsOf(changeset, given);
  return { operations: evaluator.encodeOperations([...earlier, ...changes]) };
}

function callBatch(
  method: 'batchChange' | 'beforeBatch',
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const given = changesetsOf(message, evaluator);
  const result = synchronous(ofBatch(method, callback, message, given));
  if (result === undefined || result === null) return null;
  if (!Array.isArray(result) || result.length !== given.length)
    throw new TypeError(`${method} must return one changeset for each that it was given`);
  const batch = given.map((changeset, index) => ({
    operations: evaluator.encodeOperations(operationsOf(result[index], changeset)),
  }));
  return { batch };
}

function callAfterBatch(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const records = message['records'] as readonly object[];
  const given = changesetsOf(message, evaluator).map((changeset, index) => ({
    changeset,
    record: records[index],
  }));
  const results = synchronous(ofBatch('afterBatch', callback, message, given));
  if (results === undefined || results === null) return null;
  if (!Array.isArray(results)) throw new TypeError('afterBatch must return a list, or nothing');
  return results.map((result: unknown) =>
    typeof result === 'object' && result !== null && 'error' in result
      ? { error: errorInput(result.error as AddedError) }
      : (result ?? null),
  );
}

function ofBatch(
  method: string,
  callback: unknown,
  message: CallbackMessage,
  given: readonly unknown[],
): unknown {
  return methodOf(callback, method)(given, message['options'] ?? {}, contextOf(message));
}

function changesetsOf(message: CallbackMessage, evaluator: ChangesetEvaluator): Changeset[] {
  return (message['changesets'] as ChangesetHandle[]).map((told) =>
    changesetInCallback(told, evaluator.evaluate),
  );
}

function callValidation(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const result =
    typeof callback === 'function'
      ? (callback as Function)(changeset, contextOf(message))
      : methodOf(callback, 'validate')(changeset, message['options'] ?? {}, contextOf(message));
  return errorsOf(synchronous(result) as ValidationResult);
}

function callPreparation(callback: unknown, message: CallbackMessage): unknown {
  return synchronous(methodOf(callback, 'prepare')(message['query'] ?? {}, contextOf(message)));
}

function callCalculation(callback: unknown, message: CallbackMessage): unknown {
  const given = { arguments: message['arguments'] ?? {}, ...contextOf(message) };
  const values = synchronous(methodOf(callback, 'calculate')(message['records'], given));
  if (!Array.isArray(values))
    throw new TypeError('a calculation must return a list with one value for each record');
  return values.map((value: unknown) => value ?? null);
}

function callBefore(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const returned = (callback as Function)(changeset, contextOf(message));
  return eventually(returned, message, (result) => {
    if (result === undefined || result === null) return null;
    return { operations: evaluator.encodeOperations(operationsOf(result, changeset)) };
  });
}

// What the function makes of a result: at once, or of what is promised where the engine can wait.
function eventually(
  returned: unknown,
  message: CallbackMessage,
  answer: (result: unknown) => unknown,
): unknown {
  const made = (result: unknown): unknown => {
    if (result instanceof TunezError) throw result;
    return answer(result);
  };
  if (message['may_wait'] === true && isThenable(returned)) return new Promised(returned, made);
  return made(synchronous(returned));
}

/** The answer of a hook that is not known yet. */
export class Promised {
  readonly promise: PromiseLike<unknown>;
  readonly answer: (result: unknown) => unknown;

  constructor(promise: PromiseLike<unknown>, answer: (result: unknown) => unknown) {
    this.promise = promise;
    this.answer = answer;
    ignoreFailure(promise);
  }
}

// Somebody may not look at it any more; its failure must not end the process.
function ignoreFailure(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => undefined);
}

function callAfterAction(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const result = synchronous(
    (callback as Function)(changeset, message['record'], contextOf(message)),
  );
  if (result instanceof TunezError) throw result;
  const isRecord = typeof result === 'object' && result !== null && !isChangeset(result);
  return isRecord ? { record: result } : null;
}

function callTransform(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const result = synchronous((callback as Function)(changeset));
  if (result === undefined) return null;
  const operations = operationsOf(result, changeset, 'transformChangeset');
  return { operations: evaluator.encodeOperations(operations) };
}

function callManual(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const changeset = changesetOf(message, evaluator);
  const result = synchronous((callback as Function)(changeset, contextOf(message)));
  if (result instanceof TunezError) throw result;
  if (result === undefined || result === null) return null;
  if (typeof result === 'object' && 'error' in result)
    return { error: errorInput(result.error as AddedError) };
  return { record: result };
}

// What came of the action is told, and answered, as `.safe` functions tell it.
function callAfterTransaction(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const { record, error } = message['result'] as { record?: unknown; error?: unknown };
  const outcome =
    error === undefined ? { ok: true, data: record ?? null } : { ok: false, errors: error };
  const changeset = changesetOf(message, evaluator);
  const returned = (callback as Function)(changeset, outcome, contextOf(message));
  return eventually(returned, message, outcomeAnswer);
}

function outcomeAnswer(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return null;
  const answer = result as { ok?: boolean; data?: unknown; errors?: unknown };
  return answer.ok === true ? { record: answer.data } : { error: answer.errors ?? result };
}

// What the hook goes on with is promised where something inside has to wait.
function callAround(
  callback: unknown,
  message: CallbackMessage,
  evaluator: ChangesetEvaluator,
): unknown {
  const { handle } = message['changeset'] as { handle: number };
  const changeset = changesetOf(message, evaluator);
  const next = (later: unknown = changeset): unknown => {
    const operations = evaluator.encodeOperations(operationsOf(later, changeset));
    const answer = evaluator.send({ op: 'proceed', handle, operations });
    if (!(answer instanceof Promise)) return outcomeOf(answer);
    const outcome = answer.then(outcomeOf);
    ignoreFailure(outcome);
    return outcome;
  };
  const returned = (callback as Function)(changeset, next, contextOf(message));
  return eventually(returned, message, outcomeAnswer);
}

function outcomeOf(answer: Answer): unknown {
  try {
    return { ok: true, data: (valueOf(answer) as { record: unknown }).record };
  } catch (error) {
    if (!(error instanceof TunezError)) throw error;
    return { ok: false, errors: error.errors };
  }
}

function changesetOf(message: CallbackMessage, evaluator: ChangesetEvaluator): Changeset {
  return changesetInCallback(message['changeset'] as ChangesetHandle, evaluator.evaluate);
}

function contextOf(message: CallbackMessage): CallbackContext {
  const { actor, tenant, source_context } = (message['context'] ?? {}) as Record<string, unknown>;
  return {
    actor: actor ?? null,
    tenant: tenant ?? null,
    context: (source_context ?? {}) as Readonly<Record<string, unknown>>,
  };
}

function operationsOf(
  result: unknown,
  given: Changeset,
  what = 'a change',
): readonly (readonly unknown[])[] {
  const changeset = synchronous(result);
  if (!isChangeset(changeset))
    throw new TypeError(`${what} must return a changeset, this one returned ${nameOf(changeset)}`);
  const operations = operationsSince(changeset, given);
  if (operations === undefined)
    throw new TypeError(`${what} must return the changeset it was given, or one made from it`);
  return operations;
}

function nameOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value;
}

function errorsOf(result: ValidationResult): unknown {
  if (result === null || result === undefined) return null;
  if (typeof result === 'string') return [{ message: result }];
  const errors = Array.isArray(result) ? (result as unknown[]) : [result];
  if (!errors.every((error) => typeof error === 'object' && error !== null && 'message' in error))
    throw new TypeError('a validation must return null, a text, or errors with a message');
  return errors.length === 0 ? null : errors;
}

function methodOf(callback: unknown, method: string): Function {
  if (typeof callback === 'function') return callback as Function;
  const object = callback as Readonly<Record<string, unknown>>;
  const found = object[method];
  if (typeof found !== 'function') throw new TypeError(`the callback has no function ${method}`);
  return (...args) => (found as Function).apply(object, args);
}

/** Refuses promises; anything else passes. */
export function synchronous<Value>(value: Value): Value {
  if (!isThenable(value)) return value;
  ignoreFailure(value);
  throw hostError(
    'callback_returned_promise',
    'a callback returned a promise; callbacks run inside the engine and must be synchronous ' +
      '(hooks before, after and around a transaction may wait, while none is open)',
  );
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

// Actions, with their inputs and their entries.
import { snakeKeys, toSnakeCase } from '../../wire/names.ts';
import type { ActionInput, UpsertFields } from '../action.ts';
import type { AnyAttribute } from '../attribute.ts';
import { Change, Preparation, Validation } from '../entry.ts';
import { builtExpression, type Expression, isExpression } from '../expression.ts';
import { type EntryClass, entryMessage } from './entries.ts';
import { expressionMessage } from './expressions.ts';
import {
  collect,
  listOf,
  type Message,
  present,
  type Register,
  upsertFieldsMessage,
} from './parts.ts';
import { attributeMessage, typeMessage } from './types.ts';

/** An element of `defaults`. */
export function defaultMessage(entry: string | object): unknown {
  if (typeof entry === 'string') return entry;
  return Object.fromEntries(
    Object.entries(entry as Record<string, readonly string[] | '*'>).map(([type, accept]) => [
      type,
      acceptMessage(accept),
    ]),
  );
}

/** An accept list. */
export function acceptMessage(accept: readonly string[] | '*'): unknown {
  return typeof accept === 'string' ? accept : accept.map(toSnakeCase);
}

// Options of actions that name fields, and how each is written.
const actionNames = ['requireAttributes', 'allowNilInput', 'skipUnknownInputs'] as const;

/** An action. */
export function actionMessage(action: ActionInput<string, object>, register: Register): Message {
  const {
    accept,
    arguments: inputs,
    metadata,
    ...more
  } = action as unknown as Message & {
    accept?: readonly string[] | '*';
    arguments?: Record<string, AnyAttribute>;
    metadata?: Record<string, AnyAttribute>;
  };
  const fields = (map: Record<string, AnyAttribute> | undefined) =>
    collect(map, (one) => attributeMessage(one.definition, register));
  return present({
    ...otherActionOptions(more, register),
    accept: accept && acceptMessage(accept),
    arguments: fields(inputs),
    metadata: fields(metadata),
  });
}

function otherActionOptions(action: Message, register: Register): Message {
  const { changes, validations, preparations, steps, pagination, getBy, returns, ...rest } = action;
  const message = snakeKeys(rest);
  for (const key of ['filter', 'upsertCondition'])
    if (rest[key] !== undefined)
      message[toSnakeCase(key)] = builtExpression(rest[key] as Expression);
  if (rest['upsertFields'] !== undefined)
    message['upsert_fields'] = upsertFieldsMessage(rest['upsertFields'] as UpsertFields);
  for (const key of actionNames)
    if (Array.isArray(action[key]))
      message[toSnakeCase(key)] = (action[key] as string[]).map(toSnakeCase);
  for (const [key, value] of Object.entries(message)) {
    if (typeof value === 'function') message[key] = { callback: register(value) };
    if (isExpression(value)) message[key] = expressionMessage(value.node);
  }
  const { type, constraints } = (returns as AnyAttribute | undefined)?.definition ?? {};
  return {
    ...message,
    ...(typeof action['upsertIdentity'] === 'string' && {
      upsert_identity: toSnakeCase(action['upsertIdentity']),
    }),
    ...(getBy === undefined ? {} : { get_by: listOf(getBy as string).map(toSnakeCase) }),
    ...(pagination === undefined ? {} : { pagination: snakeKeys(pagination as object) }),
    ...(type === undefined ? {} : { returns: typeMessage(type, constraints ?? {}, register) }),
    ...entriesMessage({ changes, validations, preparations, steps }, register),
  };
}

interface Entries {
  changes?: unknown;
  validations?: unknown;
  preparations?: unknown;
  steps?: unknown;
}

function entriesMessage(entries: Entries, register: Register): Message {
  const list = (kind: EntryClass, given: unknown) =>
    (given as unknown[] | undefined)?.map((entry) => entryMessage(kind, entry, register));
  return present({
    changes: list(Change, entries.changes),
    validations: list(Validation, entries.validations),
    preparations: list(Preparation, entries.preparations),
    steps: (entries.steps as unknown[] | undefined)?.map((step) => stepMessage(step, register)),
  });
}

function stepMessage(step: unknown, register: Register): Message {
  return step instanceof Validation
    ? { validate: entryMessage(Validation, step, register) }
    : { change: entryMessage(Change, step, register) };
}

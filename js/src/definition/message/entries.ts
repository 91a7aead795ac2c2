// Validations, changes and preparations in use.
import { snakeKeys, toSnakeCase } from '../../wire/names.ts';
import { Change, type EntryDefinition, Preparation, Validation } from '../entry.ts';
import { isExpression } from '../expression.ts';
import { expressionMessage } from './expressions.ts';
import { type Message, present, type Register } from './parts.ts';
import { regexMessage } from './types.ts';

/** The three kinds of entries. */
export type EntryClass = typeof Change | typeof Validation | typeof Preparation;

/** Options whose values name fields, arguments or relationships. */
const nameOptions = new Set([
  'field',
  'fields',
  'attribute',
  'argument',
  'relationship',
  'confirmation',
  'copyInputs',
  'joinKeys',
  'useIdentities',
  'identityPriority',
  'valueIsKey',
  'orderIsKey',
  'action',
  'readAction',
  'select',
]);

/** An entry, or the bare function that stands for one. */
export function entryMessage(kind: EntryClass, entry: unknown, register: Register): Message {
  const definition =
    entry instanceof kind
      ? entry.definition
      : ({ name: 'callback', options: {}, custom: entry } satisfies EntryDefinition);
  const { name, options, custom, where, ...rest } = definition;
  return present({
    name,
    ...(custom === undefined
      ? entryOptions(options, register)
      : {
          callback: register(custom),
          functions: functionsOf(custom),
          options: customOptions(options),
        }),
    where: where?.map((condition) => entryMessage(Validation, condition, register)),
    ...snakeKeys(rest),
  });
}

// What the application's object can do, as the wire names it. Nothing where it does the one thing
// that a bare function does.
function functionsOf(custom: unknown): string[] | undefined {
  if (typeof custom !== 'object' || custom === null) return undefined;
  const names = customFunctions.filter((name) => {
    const part = (custom as Readonly<Record<string, unknown>>)[name];
    return typeof part === 'function' || (name === 'atomic' && part === true);
  });
  const isPlain = names.length === 1 && (names[0] === 'change' || names[0] === 'validate');
  return isPlain ? undefined : names.map((name) => toSnakeCase(name));
}

const customFunctions = [
  'change',
  'validate',
  'atomic',
  'batchChange',
  'beforeBatch',
  'afterBatch',
  'batchCallbacks',
];

// Options of custom entries are the application's own: their keys stay as they are.
function customOptions(options: object): object | undefined {
  return Object.keys(options).length === 0 ? undefined : options;
}

function entryOptions(options: object, register: Register): Message {
  const message: Message = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (key === 'options') {
      const nested = entryOptions(value as object, register);
      if (Object.keys(nested).length > 0) message['options'] = nested;
    } else {
      message[toSnakeCase(key)] = optionValue(key, value, register);
    }
  }
  return message;
}

function optionValue(key: string, value: unknown, register: Register): unknown {
  if (nameOptions.has(key)) return namesIn(value);
  if (key === 'expr' && isExpression(value)) return expressionMessage(value.node);
  if (key === 'validations')
    return (value as unknown[]).map((one) => entryMessage(Validation, one, register));
  if (key === 'validation') return entryMessage(Validation, value, register);
  return templateValue(value, register);
}

function namesIn(value: unknown): unknown {
  if (typeof value === 'string') return toSnakeCase(value);
  return Array.isArray(value) ? value.map(namesIn) : value;
}

function templateValue(value: unknown, register: Register): unknown {
  if (typeof value === 'function') return { callback: register(value) };
  if (value instanceof RegExp) return regexMessage(value);
  if (!isExpression(value)) return value;
  // Of a validation's or change's options, a bare reference means the field of that name.
  return 'ref' in value.node && value.node.path === undefined
    ? { atom: toSnakeCase(value.node.ref) }
    : expressionMessage(value.node);
}

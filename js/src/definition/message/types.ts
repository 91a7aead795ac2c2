// Attributes, arguments, and their types.
import { snakeKeys, toSnakeCase } from '../../wire/names.ts';
import type { AnyAttribute, AttributeDefinition, Default, TypeReference } from '../attribute.ts';
import type { Message, Register } from './parts.ts';

/** An attribute, an argument, or a field of a map. */
export function attributeMessage(definition: AttributeDefinition, register: Register): Message {
  const { type, constraints, default: onCreate, updateDefault, ...flags } = definition;
  return {
    ...typeMessage(type, constraints, register),
    ...snakeKeys(flags),
    ...(onCreate && { default: defaultValue(onCreate, register) }),
    ...(updateDefault && { update_default: defaultValue(updateDefault, register) }),
  };
}

/** A type with its constraints, as attributes, arguments, fields and union members hold it. */
export function typeMessage(type: TypeReference, constraints: object, register: Register): Message {
  const message = constraintsMessage(constraints, register);
  const reference = typeReference(type, register);
  return Object.keys(message).length === 0
    ? { type: reference }
    : { type: reference, constraints: message };
}

function typeReference(type: TypeReference, register: Register): unknown {
  if (typeof type === 'string' || 'enum' in type) return type;
  if ('embedded' in type) return { embedded: type.embedded };
  if ('array' in type) return { array: typeReference(type.array, register) };
  return {
    new_type: type.new_type,
    of: typeReference(type.of, register),
    constraints: constraintsMessage(type.constraints, register),
  };
}

function constraintsMessage(constraints: object, register: Register): Message {
  const message: Message = {};
  for (const [key, value] of Object.entries(constraints))
    if (value !== undefined) message[toSnakeCase(key)] = constraintValue(key, value, register);
  if (message['items'] !== undefined && Object.keys(message['items'] as object).length === 0)
    delete message['items'];
  return message;
}

// The keys of `fields` and `types` are data: they are stored and returned as they are written.
function constraintValue(key: string, value: unknown, register: Register): unknown {
  if (value instanceof RegExp) return regexMessage(value);
  if (key.endsWith('Action')) return toSnakeCase(value as string);
  if (key === 'onUpdate') return value === 'updateOnMatch' ? 'update_on_match' : value;
  if (key === 'items') return constraintsMessage(value as object, register);
  if (key === 'fields')
    return keyed(value as Record<string, AnyAttribute>, (field) =>
      attributeMessage(field.definition, register),
    );
  if (key === 'types')
    return keyed(value as Record<string, AnyAttribute | { type: AnyAttribute }>, (member) =>
      memberMessage(member, register),
    );
  return value;
}

function memberMessage(member: AnyAttribute | { type: AnyAttribute }, register: Register): Message {
  if ('definition' in member)
    return typeMessage(member.definition.type, member.definition.constraints, register);
  const { type, ...tag } = member;
  const { definition } = type;
  return { ...typeMessage(definition.type, definition.constraints, register), ...snakeKeys(tag) };
}

function keyed<V>(map: Readonly<Record<string, V>>, message: (value: V) => Message): Message {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, message(value)]));
}

/** A pattern. Flags that only matter for searching on are left out. */
export function regexMessage(pattern: RegExp): Message {
  const flags = pattern.flags.replace(/[dgy]/g, '');
  return flags === '' ? { regex: pattern.source } : { regex: pattern.source, flags };
}

function defaultValue(value: Default, register: Register): Message {
  return 'callback' in value ? { callback: register(value.callback) } : value;
}

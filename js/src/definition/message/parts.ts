// What all parts of the definition message have in common.
import { hostError } from '../../wire/errors.ts';
import { toSnakeCase } from '../../wire/names.ts';
import type { UpsertFields } from '../action.ts';

/** Keeps a function (or a custom object) and returns the id by which the core calls it. */
export type Register = (callback: unknown) => number;

/** A map of the message. */
export type Message = Record<string, unknown>;

/** Both spellings of a name. */
export function named(key: string): { name: string; key: string } {
  return { name: toSnakeCase(key), key };
}

/** Something that types would have refused, and where it stands. */
class Misplaced extends Error {
  constructor(
    readonly places: readonly string[],
    override readonly cause: TypeError,
  ) {
    super();
  }
}

/** What `make` trips over in a definition of untyped code is kept with the place that it stands in. */
export function at<Made>(place: string, make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof Misplaced) throw new Misplaced([place, ...cause.places], cause.cause);
    if (cause instanceof TypeError) throw new Misplaced([place], cause);
    throw cause;
  }
}

/** The same at the outermost place: throws `invalid_definition`. */
export function orInvalid<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof Misplaced)) throw cause;
    const { places, cause: reason } = cause;
    const message = `${places.join('.')}: this is not what can be said here (${reason.message})`;
    throw hostError('invalid_definition', message, reason);
  }
}

/** The named parts of a map as a list, each with both spellings of its name; nothing if there are none. */
export function collect<V>(
  map: Readonly<Record<string, V>> | undefined,
  message: (value: V) => Message,
): Message[] | undefined {
  const entries = Object.entries(map ?? {});
  if (entries.length === 0) return undefined;
  return entries.map(([key, value]) => at(key, () => ({ ...named(key), ...message(value) })));
}

/** One text or several, as a list. */
export function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** The message without what is undefined. */
export function present(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
}

/** What an upsert writes, as the wire has it (docs/wire.md §4). */
export function upsertFieldsMessage(fields: UpsertFields): unknown {
  if (fields === 'replaceAll') return 'replace_all';
  if ('replace' in fields) return { replace: fields.replace.map(toSnakeCase) };
  if ('replaceAllExcept' in fields)
    return { replace_all_except: fields.replaceAllExcept.map(toSnakeCase) };
  return fields.map(toSnakeCase);
}

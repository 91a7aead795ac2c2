// The golden files' own changes and validations (`log`, `hooks`, `fail`, …), as callbacks that write the trace.
import type { Probes } from './definition.ts';
import { asText, isMap, isText, type Json, type JsonMap, listAt, mapAt, textAt } from './json.ts';
import type { World } from './world.ts';

export type Register = (run: (message: JsonMap, world: World) => Json) => number;

/** How a file's entries differ from another's. */
export interface Options {
  /** Whether actions run in transactions. */
  transactions: boolean;
  /** What a validation or hook adds to its line of the trace. */
  subject?: (message: JsonMap) => string;
  /** Creates a row inside a hook. Null, or the error of it. */
  create?: (world: World, hook: JsonMap) => JsonMap | null;
}

const none: Json = { operations: [] };

export function traceProbes(register: Register, options: Options): Probes {
  const callback = (run: (message: JsonMap, world: World) => Json): JsonMap => ({
    name: 'callback',
    callback: register(run),
  });
  const entries: Record<string, (kind: 'change' | 'validation', entry: JsonMap) => JsonMap> = {
    log: (kind, entry) =>
      kind === 'change'
        ? callback((_, world) => logChange(mapAt(entry, 'options'), world))
        : callback((message, world) =>
            logValidation(mapAt(entry, 'options'), message, world, options),
          ),
    hooks: (_, entry) =>
      callback(() => ({
        operations: listAt(entry, 'hooks')
          .filter(isMap)
          .map((hook) => hookOperation(hook, register, options)),
      })),
    batch: (_, entry) => ({
      ...callback((message, world) => runOfBatch(mapAt(entry, 'options'), message, world)),
      functions: ['change', 'batch_change', 'before_batch', 'after_batch'],
    }),
  };
  return {
    entry: (kind, entry) => {
      const translated = entries[textAt(entry, 'name')]?.(kind, entry);
      return translated === undefined ? undefined : { ...kept(entry), ...translated };
    },
    tick: (attribute) => ({
      callback: register((_, world) => {
        world.trace.push(`default:${attribute}`);
        return 1;
      }),
    }),
  };
}

function kept(entry: JsonMap): JsonMap {
  const keys = ['on', 'only_when_valid', 'before_action', 'message'].filter((key) => key in entry);
  return Object.fromEntries(keys.map((key) => [key, entry[key] ?? null]));
}

function logChange(options: JsonMap, world: World): Json {
  const label = textAt(options, 'label');
  world.trace.push(`change:${label}`);
  if (options.fail !== undefined) return { operations: [['add_error', failure(label)]] };
  if (isText(options.set)) return { operations: [['force_change_attribute', 'name', options.set]] };
  return none;
}

/** Notes what is done with how many changesets at once. */
function runOfBatch(options: JsonMap, message: JsonMap, world: World): Json {
  const changesets = listAt(message, 'changesets');
  const size = message.kind === 'change' ? '' : `:${String(changesets.length)}`;
  world.trace.push(`${textAt(message, 'kind')}:${textAt(options, 'label')}${size}`);
  if (message.kind === 'change') return none;
  return message.kind === 'after_batch' ? null : { batch: changesets.map(() => none) };
}

function logValidation(options: JsonMap, message: JsonMap, world: World, file: Options): Json {
  const label = textAt(options, 'label');
  const subject = file.subject?.(message);
  world.trace.push(`validate:${label}${subject === undefined ? '' : `:${subject}`}`);
  return options.fail === undefined ? null : [failure(label)];
}

function failure(label: string): JsonMap {
  return { field: 'name', message: `${label} failed` };
}

function hookOperation(hook: JsonMap, register: Register, options: Options): Json {
  const kind = textAt(hook, 'kind');
  const callback = register((message, world) =>
    runHook(kind, hook, message, world, register, options),
  );
  return [kind, { callback }, { prepend: hook.prepend === true }];
}

function runHook(
  kind: string,
  hook: JsonMap,
  message: JsonMap,
  world: World,
  register: Register,
  options: Options,
): Json {
  if (kind.startsWith('around')) return runAround(kind, hook, message, world, options);
  const label = textAt(hook, 'label');
  world.trace.push([kind, label, ...subjects(kind, message, options)].join(':'));
  if (hook.fail === 'raise') throw world.raise(kind, label);
  if (hook.fail === 'recover') return { record: { id: 'r', name: 'recovered' } };
  const created = hook.creates === undefined ? null : (options.create?.(world, hook) ?? null);
  if (created !== null) return { error: created };
  if (hook.fail !== undefined || isFailing(hook, message))
    return kind.startsWith('before')
      ? { operations: [['add_error', failure(label)]] }
      : { error: [failure(label)] };
  return outcome(kind, hook, message, register, options);
}

/** Goes on with the action in between, unless it is to skip it. */
function runAround(
  kind: string,
  hook: JsonMap,
  message: JsonMap,
  world: World,
  options: Options,
): Json {
  const label = textAt(hook, 'label');
  world.trace.push(`${kind}:${label}:start`);
  if (hook.fail === 'skip') return { error: [failure(label)] };
  const operations = isText(hook.set) ? [['force_change_attribute', 'name', hook.set]] : [];
  const handle = message.handle ?? mapAt(message, 'changeset').handle ?? null;
  const inner = world.request('proceed', { handle, operations });
  if (world.raised !== undefined && unwinds(kind, world.raised.kind, options))
    throw world.raised.error;
  world.trace.push(`${kind}:${label}:end:${inner.error === undefined ? 'ok' : 'error'}`);
  if (hook.fail === 'raise') throw world.raise(kind, label);
  return hook.fail === undefined ? null : { error: [failure(label)] };
}

/**
 * What is raised unwinds through the functions around it, up to the transaction, which turns it into an error: an around
 * hook that it passes has no end.
 */
function unwinds(kind: string, raisedIn: string, options: Options): boolean {
  return kind === 'around_action' || !options.transactions || raisedIn.endsWith('_transaction');
}

function outcome(
  kind: string,
  hook: JsonMap,
  message: JsonMap,
  register: Register,
  options: Options,
): Json {
  if (kind === 'after_action')
    return isText(hook.set) ? { record: { ...mapAt(message, 'record'), name: hook.set } } : null;
  if (kind === 'after_transaction') return null;
  const added = listAt(hook, 'adds').filter(isMap);
  const set: Json[] = isText(hook.set) ? [['force_change_attribute', 'name', hook.set]] : [];
  return { operations: [...set, ...added.map((late) => hookOperation(late, register, options))] };
}

function subjects(kind: string, message: JsonMap, options: Options): string[] {
  const result = mapAt(message, 'result');
  if (kind === 'after_transaction') return [isMap(result.record) ? 'ok' : 'error'];
  if (options.subject !== undefined) return [options.subject(message)];
  return kind === 'after_action' ? [asText(mapAt(message, 'record').name)] : [];
}

function isFailing(hook: JsonMap, message: JsonMap): boolean {
  return hook.fail_on !== undefined && hook.fail_on === idOf(message);
}

/** The id of the record that a callback is about. */
export function idOf(message: JsonMap): Json {
  const changeset = mapAt(message, 'changeset');
  return (
    mapAt(message, 'record').id ??
    mapAt(changeset, 'attributes').id ??
    mapAt(changeset, 'data').id ??
    null
  );
}

// The functions of a domain's interface (spec 15). Their types are in interface.ts.
//
// Parameters come in this order: the record to update or destroy; what is given by position (`getBy`,
// then `args`); the map of the other inputs; options. Creates and updates always have the map; other
// functions have it only if an input is left that has no position.
import type { AnyAction } from '../definition/action.ts';
import { actionOf } from '../definition/actions.ts';
import type { AnyDomain, InterfaceFunction } from '../definition/domain.ts';
import type { AnyResource } from '../definition/resource.ts';
import type { Form } from '../form/form.ts';
import type { FormOptions } from '../form/options.ts';
import { hostError, TunezError, Unknown } from '../wire/errors.ts';
import { toSnakeCase } from '../wire/names.ts';
import type { Request } from '../wire/transport.ts';
import { type Changeset, isChangeset } from './changeset.ts';
import { defaultBatchSize, readMessage, writeMessage } from './options.ts';
import { streamed } from './stream.ts';
import { subjectMessage } from './subject.ts';
import type { Tunez } from './tunez.ts';

type Options = Readonly<Record<string, unknown>>;
type Call = (...parameters: readonly unknown[]) => Promise<unknown>;

interface DefinedOptions {
  readonly args?: readonly string[];
  readonly get?: boolean;
  readonly getBy?: string | readonly string[];
  readonly notFoundError?: boolean;
  readonly excludeInputs?: readonly string[];
  readonly load?: readonly string[];
  readonly form?: { readonly args?: readonly string[] };
}

/** What an interface function knows before it is called. */
interface Plan {
  readonly name: string;
  readonly resource: AnyResource;
  /** The action as the definition spells it, and as the wire does. */
  readonly key: string;
  readonly action: string;
  readonly type: string;
  readonly getBy: readonly string[];
  readonly args: readonly string[];
  /** Names that the map of inputs may not have. */
  readonly reserved: readonly string[];
  readonly isGet: boolean;
  readonly hasSubject: boolean;
  readonly hasInput: boolean;
  /** Whether it adds nothing to the options of a call. */
  readonly isPlain: boolean;
  readonly options: DefinedOptions;
}

/** What a call gave, sorted out. */
interface Given {
  readonly subject: unknown;
  readonly by: Options;
  readonly input: Options;
  readonly options: Options | undefined;
}

/** The functions of a domain, by name. */
export function interfaceFunctions(
  domain: AnyDomain,
  tunez: Tunez,
): Readonly<Record<string, unknown>> {
  const functions: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(domain.interface)) {
    const plan = planOf(`${domain.name}.${name}`, definition);
    functions[name] = interfaceFunction(plan, tunez);
    functions[`formTo${name.charAt(0).toUpperCase()}${name.slice(1)}`] = formFunction(plan, tunez);
  }
  return Object.freeze(functions);
}

// The record first, if the action has one; then what is fixed by position; then options.
function formFunction(plan: Plan, tunez: Tunez): (...parameters: readonly unknown[]) => Form {
  const args = plan.options.form?.args ?? [];
  return (...parameters) => {
    const subject = plan.hasSubject ? parameters[0] : undefined;
    const next = plan.hasSubject ? 1 : 0;
    const fixed = take(parameters, next, args);
    const options = parameters[next + args.length] as FormOptions | undefined;
    if (parameters.length > next + args.length + 1)
      throw hostError('invalid_message', `the form of ${plan.name} was given too many parameters`);
    const { load } = plan.options;
    return tunez.form(plan.resource, plan.key, { subject, fixed, ...(load && { load }) }, options);
  };
}

function interfaceFunction(plan: Plan, tunez: Tunez): Call & { safe: Call } {
  const perform = performers[plan.type];
  if (perform === undefined)
    throw hostError('no_such_action', `${plan.name} names an action of the type ${plan.type}`);
  const getAgain = isKeyedGet(plan) ? repeatedGet(plan, tunez) : undefined;
  // Not async itself: each promise around another costs a call as much as its message does.
  const call: Call = (...parameters) => {
    try {
      const again = getAgain?.(parameters);
      return again ?? perform(plan, sortOut(plan, parameters), tunez);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : unforeseen(error));
    }
  };
  const safe: Call = async (...parameters) => {
    try {
      return { ok: true, data: await call(...parameters) };
    } catch (error) {
      return { ok: false, error: error instanceof TunezError ? error : unforeseen(error) };
    }
  };
  if (plan.type !== 'read' || plan.isGet) return Object.freeze(Object.assign(call, { safe }));
  const stream = (...parameters: readonly unknown[]) =>
    streamRead(plan, sortOut(plan, parameters), tunez);
  const explain: Call = async (...parameters) => {
    const message = readRequest(plan, sortOut(plan, parameters), tunez);
    return tunez.request({ ...message, op: 'explain' });
  };
  return Object.freeze(Object.assign(call, { safe, stream, explain }));
}

function readRequest(plan: Plan, { input, options }: Given, tunez: Tunez): ReadRequest {
  const message = readMessage(tunez.resources, plan.resource, options ?? {}, plan.options.load);
  const request = { resource: plan.resource.name, action: plan.action, input: inputs(input) };
  return { op: 'read', ...request, ...message };
}

type ReadRequest = Request & ReturnType<typeof readMessage>;

function streamRead(
  plan: Plan,
  { options, ...given }: Given,
  tunez: Tunez,
): AsyncGenerator<unknown, void, undefined> {
  const { batchSize = defaultBatchSize, ...rest } = (options ?? {}) as { batchSize?: number };
  const request = readRequest(plan, { ...given, options: rest }, tunez);
  const send = (message: Request): Promise<unknown> => tunez.request(message);
  return streamed(send, { request, query: request.query, batchSize });
}

// Whether a call without options says nothing but the values of a key.
function isKeyedGet(plan: Plan): boolean {
  return plan.type === 'read' && plan.getBy.length > 0 && plan.args.length === 0 && plan.isPlain;
}

type Get = (parameters: readonly unknown[]) => Promise<unknown> | undefined;

// Gets by what was resolved at the first call. Undefined for a call that says more than its key.
function repeatedGet(plan: Plan, tunez: Tunez): Get {
  let get: ReturnType<Tunez['prepare']> | undefined;
  return (parameters) => {
    if (parameters.length !== plan.getBy.length || parameters.includes(undefined)) return undefined;
    if (get === undefined)
      get = tunez.prepare({
        op: 'get',
        resource: plan.resource.name,
        action: plan.action,
        by: plan.getBy,
      });
    return get?.(parameters);
  };
}

function unforeseen(cause: unknown): TunezError {
  const message = String(cause);
  const detail = {
    code: 'unknown_error',
    class: 'unknown',
    path: [],
    message,
    template: message,
    vars: {},
  };
  return new Unknown('unknown', [detail as never], { cause });
}

function planOf(name: string, { resource, action, options }: InterfaceFunction): Plan {
  const declared = actionOf(resource, action);
  if (declared === undefined)
    throw hostError(
      'no_such_action',
      `${name}: the resource ${resource.name} has no action ${action}`,
    );
  const defined = options as DefinedOptions;
  const getBy = listOf(defined.getBy);
  const args = defined.args ?? [];
  const isWrite = declared.type === 'create' || declared.type === 'update';
  const reserved = [...args, ...(defined.excludeInputs ?? [])];
  const others = inputNames(declared).filter((input) => !reserved.includes(input));
  const read = declared.type === 'read' ? declared : undefined;
  return {
    name,
    resource,
    key: action,
    action: toSnakeCase(action),
    type: declared.type,
    getBy,
    args,
    reserved,
    isGet:
      getBy.length > 0 || defined.get === true || read?.get === true || read?.getBy !== undefined,
    hasSubject: declared.type === 'update' || declared.type === 'destroy',
    hasInput: isWrite || others.length > 0,
    isPlain: defined.load === undefined && defined.notFoundError !== false,
    options: defined,
  };
}

// Of a read, a destroy or a generic action; a soft destroy also takes attributes.
function inputNames(action: AnyAction): string[] {
  const names = Object.keys(action.arguments ?? {});
  if (action.type !== 'destroy' || action.soft !== true) return names;
  return [...names, ...(Array.isArray(action.accept) ? (action.accept as string[]) : ['*'])];
}

function sortOut(plan: Plan, parameters: readonly unknown[]): Given {
  let next = 0;
  const subject = plan.hasSubject ? parameters[next++] : undefined;
  const by = take(parameters, next, plan.getBy);
  next += plan.getBy.length;
  const positional = take(parameters, next, plan.args);
  next += plan.args.length;
  const given = plan.hasInput ? (parameters[next++] ?? none) : none;
  const options = parameters[next++] as Options | undefined;
  if (parameters.length > next)
    throw hostError('invalid_message', `${plan.name} was given too many parameters`);
  if (typeof given !== 'object' || Array.isArray(given))
    throw hostError('invalid_message', `${plan.name} takes a map of inputs`);
  return { subject, by, input: inputOf(plan, positional, given as Options), options };
}

const none: Options = Object.freeze({});

function take(parameters: readonly unknown[], from: number, names: readonly string[]): Options {
  if (names.length === 0) return none;
  const taken: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++)
    taken[names[index]!] = parameters[from + index];
  return taken;
}

// What has a position or is excluded cannot be given by the map as well.
function inputOf(plan: Plan, positional: Options, given: Options): Options {
  for (const name of plan.reserved)
    if (Object.hasOwn(given, name))
      throw hostError('no_such_input', `${plan.name} does not take ${name} in its map of inputs`);
  return plan.args.length === 0 ? given : { ...given, ...positional };
}

type Perform = (plan: Plan, given: Given, tunez: Tunez) => Promise<unknown>;

const performers: Readonly<Record<string, Perform>> = {
  create: (plan, { input, options }, tunez) =>
    tunez.request({
      op: 'create',
      resource: plan.resource.name,
      action: plan.action,
      input,
      options: writeOptions(plan, options),
    }),

  update: (plan, { subject, input, options }, tunez) => {
    if (isChangeset(subject)) return tunez.update(withInput(subject, input), options);
    return tunez.request({
      op: 'update',
      resource: plan.resource.name,
      action: plan.action,
      ...subjectMessage(plan.resource, subject),
      input,
      options: writeOptions(plan, options),
    });
  },

  destroy: async (plan, { subject, input, options }, tunez) => {
    if (isChangeset(subject)) return tunez.destroy(subject, options);
    await tunez.request({
      op: 'destroy',
      resource: plan.resource.name,
      action: plan.action,
      ...subjectMessage(plan.resource, subject),
      input,
      options: options && writeMessage(options),
    });
    return undefined;
  },

  read: (plan, { by, input, options }, tunez) => {
    const request = plan.isGet
      ? { op: 'get', resource: plan.resource.name, action: plan.action, by, input: inputs(input) }
      : { op: 'read', resource: plan.resource.name, action: plan.action, input: inputs(input) };
    if (options === undefined && plan.isPlain) return tunez.request(request);
    const message = readMessage(tunez.resources, plan.resource, options, plan.options.load);
    if (plan.options.notFoundError === false) message.options['not_found_error'] = false;
    return tunez.request({ ...request, ...message });
  },

  action: (plan, { input, options }, tunez) =>
    tunez.request({
      op: 'run',
      resource: plan.resource.name,
      action: plan.action,
      input,
      options: options && writeMessage(options),
    }),
};

// What a message does not say costs nothing to write and to read.
function inputs(input: Options): Options | undefined {
  return input === none ? undefined : input;
}

function writeOptions(plan: Plan, options: Options | undefined): object | undefined {
  return options === undefined && plan.isPlain
    ? undefined
    : writeMessage(options, plan.options.load);
}

function withInput(changeset: Changeset, input: Options): Changeset {
  return Object.keys(input).length === 0 ? changeset : changeset.changeAttributes(input);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

// Errors as docs/wire.md §8 writes them, and the classes they become.
import type { ErrorCode as CoreErrorCode } from '../generated/error_codes.ts';
import { inspectCustom } from './inspection.ts';
import { camelKeys } from './names.ts';

/** The four classes of errors, worst first; a result with several has the worst. */
export type ErrorClass = 'forbidden' | 'invalid' | 'framework' | 'unknown';

/** What can only go wrong on this side of the wire: the worker is gone, a form has no such path. */
export type HostErrorCode =
  | 'worker_failed'
  | 'engine_failed'
  | 'storage_lost'
  | 'answer_lost'
  | 'newer_version_open'
  | 'not_evaluated'
  | 'invalid_path'
  | 'no_data_loaded'
  | 'form_is_submitting';

/** The stable name of a kind of error. */
export type ErrorCode = CoreErrorCode | HostErrorCode;

/** One thing that is wrong. */
export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly class: ErrorClass;
  /** The field it is about, as the definition spells it. */
  readonly field?: string;
  /** The fields it is about, where there are several. */
  readonly fields?: readonly string[];
  /** Where inside nested input: names and indexes from the outermost to the container of `field`. */
  readonly path: readonly (string | number)[];
  /** The text, with its variables filled in. */
  readonly message: string;
  /** The text before that, with `%{name}` for each variable: what a translation is looked up by. */
  readonly template: string;
  /** The variables of the text, under the names that the template has. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** The unknown input, for `no_such_input`. */
  readonly input?: string;
  /** `attribute`, `argument` or `relationship`, for `required`. */
  readonly type?: string;
  readonly relationship?: string;
  readonly resource?: string;
  readonly action?: string;
  /** Where it happened, if it was in a function of the application. */
  readonly breadCrumbs?: readonly string[];
}

/** What the wire calls ErrorClass. */
export interface ErrorMessage {
  readonly class: ErrorClass;
  readonly errors: readonly (Partial<ErrorDetail> & { readonly code: ErrorCode })[];
  readonly bread_crumbs?: readonly string[];
}

/**
 * What an action rejects with: `Forbidden`, `Invalid`, `Framework` or `Unknown`. `errors` lists all
 * that is wrong, each once; `message` is the same for people.
 */
export class TunezError extends Error {
  /** The worst class among `errors`. */
  readonly class: ErrorClass;
  readonly errors: readonly ErrorDetail[];
  /** What was going on, outermost first: "building changeset for Artist.update". */
  readonly breadCrumbs: readonly string[];

  constructor(
    errorClass: ErrorClass,
    errors: readonly ErrorDetail[],
    options: { breadCrumbs?: readonly string[]; cause?: unknown } = {},
  ) {
    const breadCrumbs = options.breadCrumbs ?? [];
    super(textOf(errors, breadCrumbs), 'cause' in options ? { cause: options.cause } : undefined);
    this.class = errorClass;
    this.errors = errors;
    this.breadCrumbs = breadCrumbs;
  }

  /**
   * The text and the codes with their places, before where it was thrown and what caused it.
   * @internal
   */
  [inspectCustom](
    _depth: number,
    options: object,
    inspect: (value: unknown, o: object) => string,
  ): string {
    const { stack = '', cause } = this;
    const codes = this.errors.map((one) => `\n  [${[one.code, placeOf(one)].join(' ').trim()}]`);
    const from = stack.indexOf('\n    at ');
    const calls = from < 0 ? '' : stack.slice(from);
    const caused = cause === undefined ? '' : `\n  [cause]: ${inspect(cause, options)}`;
    return `${String(this)}${codes.join('')}${calls}${caused}`;
  }
}

/** The actor may not do this. */
export class Forbidden extends TunezError {
  override readonly name = 'Forbidden';
}

/** The input is not acceptable; `errors` says which fields and why. */
export class Invalid extends TunezError {
  override readonly name = 'Invalid';
}

/** Tunez is used in a way that cannot work, or the storage underneath failed. */
export class Framework extends TunezError {
  override readonly name = 'Framework';
}

/** Something unforeseen, usually an exception from the application's own function. */
export class Unknown extends TunezError {
  override readonly name = 'Unknown';
}

const classes = { forbidden: Forbidden, invalid: Invalid, framework: Framework, unknown: Unknown };

/** The exception for an error of the core. */
export function errorFromMessage(message: ErrorMessage): TunezError {
  const details = message.errors.map((error) => detailOf(error, message.class));
  const breadCrumbs = message.bread_crumbs ?? details.find(hasBreadCrumbs)?.breadCrumbs ?? [];
  return new classes[message.class](message.class, details, { breadCrumbs });
}

/** An error found on this side of the wire. `cause` is what was caught, if something was. */
export function hostError(code: ErrorCode, message: string, cause?: unknown): TunezError {
  const errorClass = code === 'invalid_message' ? 'invalid' : 'framework';
  const detail = detailOf({ code, message, template: message }, errorClass);
  return new classes[errorClass](errorClass, [detail], cause === undefined ? {} : { cause });
}

/** The same about one place in what was given. */
export function hostErrorAt(
  path: readonly (string | number)[],
  code: ErrorCode,
  message: string,
): TunezError {
  const { class: errorClass, errors } = hostError(code, message);
  return new classes[errorClass](errorClass, [Object.freeze({ ...errors[0]!, path })]);
}

/** The other direction: an exception as the core reads it. */
export function errorToMessage(error: TunezError): ErrorMessage {
  return { class: error.class, errors: error.errors, bread_crumbs: error.breadCrumbs };
}

function hasBreadCrumbs(error: ErrorDetail): boolean {
  return error.breadCrumbs !== undefined;
}

/** One error of the wire, completed. */
export function detailOf(
  error: Partial<ErrorDetail> & { readonly code: ErrorCode },
  errorClass: ErrorClass,
): ErrorDetail {
  const message = error.message ?? error.code;
  const complete = { class: errorClass, path: [], template: message, vars: {}, message, ...error };
  return Object.freeze(camelKeys(complete)) as unknown as ErrorDetail;
}

function textOf(errors: readonly ErrorDetail[], breadCrumbs: readonly string[]): string {
  const lines = errors.map(lineOf);
  const text = lines.length === 1 ? lines[0]! : lines.map((line) => `\n* ${line}`).join('');
  return breadCrumbs.length === 0 ? text : `${text}\n(${breadCrumbs.join(' > ')})`;
}

// Many messages ("must be present") do not say which field they mean.
function lineOf(error: ErrorDetail): string {
  const subject = subjectOf(error);
  if (subject === undefined || error.message.includes(subject)) return error.message;
  return `${placeOf(error)}: ${error.message}`;
}

function subjectOf({ field, fields }: ErrorDetail): string | undefined {
  return field ?? fields?.join(', ');
}

function placeOf(error: ErrorDetail): string {
  return [...error.path, subjectOf(error) ?? []].flat().join('.');
}

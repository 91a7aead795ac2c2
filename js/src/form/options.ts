// What a form can be told when it is made, and when it is submitted.
import type { Changeset } from '../client/changeset.ts';
import type { CallOptions } from '../client/options.ts';
import type { ErrorDetail, TunezError } from '../wire/errors.ts';
import type { Fields, FormError } from './node.ts';

/** What is being done with params. */
export type ParamsPhase = 'validate' | 'submit';

/** Options of a form (spec 14.1); those of calls are kept and used again when it is submitted. */
export interface FormOptions<Params = Fields> extends CallOptions {
  /** What the ids of its inputs begin with; `form` unless given. */
  readonly id?: string;
  /** What is in the inputs from the start. */
  readonly params?: Params;
  /** Values of arguments that are not public. */
  readonly privateArguments?: Fields;
  /** Whether errors are shown before the first validation; they are not unless given. */
  readonly errors?: boolean;
  /** Inputs that are left out where they are `''`. */
  readonly excludeFieldsIfEmpty?: readonly string[];
  /** Changes what was given to `validate` or `submit` before it becomes the params of the form. */
  readonly prepareParams?: (params: Fields, phase: ParamsPhase) => Fields;
  /** Changes what is sent; the form keeps what was typed. */
  readonly transformParams?: (params: Fields, phase: ParamsPhase) => Fields;
  /** Changes the changeset before its action is set. Only what needs no function reaches a worker. */
  readonly prepareSource?: (changeset: Changeset) => Changeset;
  /**
   * Puts others in the place of an error, or none. It is also asked about errors that a form does not
   * show; those that it gives back with a `field` are shown then.
   */
  readonly transformErrors?: (
    error: ErrorDetail,
  ) => Partial<FormError> | readonly Partial<FormError>[] | null;
  /** The last word on each shown error: another text, another field, or `null` for none. */
  readonly postProcessErrors?: (error: FormError) => FormError | null;
  /** `false`: says nothing on the console about errors that have no place in the form. */
  readonly warnOnUnhandledErrors?: boolean;
  /** What is loaded on the result. */
  readonly load?: unknown;
  /** The attributes of the result. */
  readonly select?: readonly string[];
}

/** Options of `validate`. */
export interface ValidateOptions {
  /** `false` hides all errors. */
  readonly errors?: boolean;
  /** The path of the input that changed, which counts as touched. */
  readonly target?: string | readonly (string | number)[];
  /** Only inputs that were touched before are taken from the params. */
  readonly onlyTouched?: boolean;
}

/** Options of `submit`. */
export interface SubmitOptions<Params = Fields> {
  /** Replaces the params first. */
  readonly params?: Params;
  /** Runs the action although the form is invalid. */
  readonly force?: boolean;
  /** Sent as they are, in the place of what the form holds. */
  readonly overrideParams?: Fields;
  /** Of a read: one record, and not a list. */
  readonly readOne?: boolean;
  /** Added to the options of the call. */
  readonly actionOptions?: CallOptions;
}

/** What came of a submission: the action's result, or the form with its errors. */
export type Submission<Result, Form> =
  | { readonly ok: true; readonly data: Result; readonly error?: never; readonly form: Form }
  | { readonly ok: false; readonly error: TunezError; readonly data?: never; readonly form: Form };

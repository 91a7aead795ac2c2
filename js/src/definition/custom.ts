// The application's own validations, changes and preparations: functions, or objects with `init`.
// They run where the engine runs, synchronously; one that returns a promise is refused.
import type { Changeset } from '../client/changeset.ts';
import type { AddedError, ChangesetFields } from '../client/changeset_types.ts';
import type { Json, JsonMap } from './t.ts';
import { Change, Preparation, Validation } from './entry.ts';

/** Who runs the action, on whose behalf. */
export interface CallbackContext {
  /** The actor as it was given; `null` if there is none. */
  readonly actor: unknown;
  /** On whose behalf; `null` if nobody's. */
  readonly tenant: unknown;
  /** The context map of the changeset or query. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** What a validation can answer: nothing is wrong, or what is. */
export type ValidationResult =
  null | undefined | string | ValidationError | readonly ValidationError[];

/** An error of a validation. With `field` it is shown there. */
export interface ValidationError {
  readonly field?: string;
  readonly fields?: readonly string[];
  /** The text; `%{name}` stands for `vars.name`. */
  readonly message: string;
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Where inside nested input. */
  readonly path?: readonly (string | number)[];
}

/** Options of an entry: JSON, because they travel with the definition. */
export type EntryOptions = Readonly<Record<string, Json | JsonMap | undefined>>;

/** A change as a function: takes a changeset, returns one. */
export type ChangeFunction<Fields extends ChangesetFields = ChangesetFields> = (
  changeset: Changeset<Fields>,
  context: CallbackContext,
) => Changeset;

/** A validation as a function. */
export type ValidationFunction<Fields extends ChangesetFields = ChangesetFields> = (
  changeset: Changeset<Fields>,
  context: CallbackContext,
) => ValidationResult;

/**
 * What a change says of how it can be part of one statement (spec 6.7): nothing more is to be done,
 * it cannot, what is wrong, or attributes with the expressions that set them. A value that is no
 * expression is set as it is. With `changeset`, what was changed on it holds as well.
 */
export type AtomicResult =
  | 'ok'
  | null
  | undefined
  | Changeset
  | { readonly notAtomic: string }
  | { readonly error: AddedError }
  | {
      readonly atomic: Readonly<Record<string, unknown>>;
      readonly changeset?: Changeset;
    };

/** What became of a record of a batch: itself if nothing is said, another record, or an error. */
export type BatchResult =
  null | undefined | { readonly record: object } | { readonly error: AddedError };

/** A changeset that was written, and the record that came of it. */
export interface BatchRecord {
  readonly changeset: Changeset;
  readonly record: object;
}

/**
 * A change with options. `init` checks them once, when the entry is made, and may complete them.
 * In bulk calls (spec 6.6) `batchChange` takes the place of `change`, and `beforeBatch` and
 * `afterBatch` run inside the transaction of each batch, unless `batchCallbacks` answers `false`.
 */
export interface CustomChange<Options extends EntryOptions = EntryOptions> {
  init?(options: Options): Options;
  /** Changes one changeset. An object without it needs `batchChange`. */
  change?(changeset: Changeset, options: Options, context: CallbackContext): Changeset;
  /** Says how the change is made inside one statement, without the data of the record. */
  atomic?(changeset: Changeset, options: Options, context: CallbackContext): AtomicResult;
  /** Changes all changesets of a batch at once: one back for each, in their order. */
  batchChange?(
    changesets: readonly Changeset[],
    options: Options,
    context: CallbackContext,
  ): readonly Changeset[];
  /** Just before a batch is written: one back for each, in their order. */
  beforeBatch?(
    changesets: readonly Changeset[],
    options: Options,
    context: CallbackContext,
  ): readonly Changeset[] | undefined;
  /** After a batch was written: nothing, or one result for each. */
  afterBatch?(
    results: readonly BatchRecord[],
    options: Options,
    context: CallbackContext,
  ): readonly BatchResult[] | undefined;
  /** Whether the functions for batches apply to these. */
  batchCallbacks?(
    changesets: readonly Changeset[],
    options: Options,
    context: CallbackContext,
  ): boolean;
}

/** A validation with options. */
export interface CustomValidation<Options extends EntryOptions = EntryOptions> {
  init?(options: Options): Options;
  /** Whether it may be asked about each row inside one statement (spec 6.7); not unless `true`. */
  readonly atomic?: boolean;
  validate(changeset: Changeset, options: Options, context: CallbackContext): ValidationResult;
}

/**
 * What an action that is `manual` does instead of writing, inside the life of the action: returns the
 * record, or what is wrong. A destroy may return nothing.
 */
export type ManualFunction<Fields extends ChangesetFields = ChangesetFields> = (
  changeset: Changeset<Fields>,
  context: CallbackContext,
) => Partial<Fields> | { readonly error: AddedError } | undefined;

/** What a preparation adds to a query. */
export interface PreparationResult {
  readonly filter?: unknown;
  readonly sort?: unknown;
  readonly limit?: number;
  readonly offset?: number;
  readonly load?: unknown;
  readonly select?: readonly string[];
}

/** A preparation as a function: from the query as it is, what is to be added to it. */
export type PreparationFunction = (
  query: Readonly<Record<string, unknown>>,
  context: CallbackContext,
) => PreparationResult;

/**
 * A change of the application's own, to be used in `changes`. It runs on every build of a changeset
 * (a form builds one per keystroke), so side effects belong in its hooks.
 * `const Slug = change((changeset) => changeset.changeAttribute('slug', …))`.
 */
export function change(custom: ChangeFunction | CustomChange): Change<never>;
export function change<Options extends EntryOptions>(
  custom: CustomChange<Options>,
  options: Options,
): Change<never>;
export function change(
  custom: ChangeFunction | CustomChange,
  options: EntryOptions = {},
): Change<never> {
  if (typeof custom === 'function') return new Change({ name: 'callback', options, custom });
  const complete = custom.init?.(options) ?? options;
  return new Change({ name: 'callback', options: complete, custom });
}

/** A validation of the application's own, to be used in `validations` and `where`. */
export function validation(custom: ValidationFunction | CustomValidation): Validation<never>;
export function validation<Options extends EntryOptions>(
  custom: CustomValidation<Options>,
  options: Options,
): Validation<never>;
export function validation(
  custom: ValidationFunction | CustomValidation,
  options: EntryOptions = {},
): Validation<never> {
  if (typeof custom === 'function') return new Validation({ name: 'callback', options, custom });
  const complete = custom.init?.(options) ?? options;
  return new Validation({ name: 'callback', options: complete, custom });
}

/** A preparation of the application's own, to be used in `preparations`. */
export function preparation(custom: PreparationFunction): Preparation {
  return new Preparation({ name: 'callback', options: {}, custom });
}

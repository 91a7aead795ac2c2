// What functions of changesets take, and what a changeset is sent as.
import type { ErrorDetail, TunezError } from '../wire/errors.ts';
import type { Changeset } from './changeset.ts';

/** What a changeset's attributes hold, by name. */
export type ChangesetFields = Readonly<Record<string, unknown>>;

/** A function of spec §3 with its arguments; functions among them are callbacks. */
export type Operation = readonly [name: string, ...args: unknown[]];

/** A changeset as it is sent: of a record, or of the changeset that a callback was given. */
export interface ChangesetDescription {
  readonly resource?: string;
  readonly record?: object;
  readonly id?: unknown;
  readonly handle?: number;
  readonly operations: readonly Operation[];
  /** Whether the state is to have a text for people. */
  readonly inspect?: boolean;
}

/** Options of `forCreate` and its like. */
export interface ChangesetOptions {
  /** Who does this: any value, usually a record. */
  readonly actor?: unknown;
  readonly tenant?: unknown;
  /** Merged into the context of the changeset. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly authorize?: boolean;
  /** Inputs that are ignored when the action does not know them. */
  readonly skipUnknownInputs?: readonly string[] | '*';
  /** Values of arguments that are not public. */
  readonly privateArguments?: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly timeout?: number;
  /** `false`: missing values are no errors until the action runs. */
  readonly require?: boolean;
  readonly upsert?: boolean;
  readonly upsertIdentity?: string;
  readonly upsertFields?: readonly string[];
}

/** What `addError` takes. */
export type AddedError =
  | string
  | {
      readonly field?: string;
      readonly fields?: readonly string[];
      readonly message: string;
      readonly vars?: Readonly<Record<string, unknown>>;
      readonly path?: readonly (string | number)[];
    }
  | TunezError
  | readonly AddedError[];

/** What came of an action, as `.safe` functions tell it. */
export type HookOutcome<Fields> =
  | { readonly ok: true; readonly data: Fields }
  | { readonly ok: false; readonly errors: readonly ErrorDetail[] };

/**
 * Goes on with the action: the hooks further in and the write. Once; with the changeset as it was
 * given, or one made from it.
 */
export type Next<Fields extends ChangesetFields, Outcome = HookOutcome<Fields>> = {
  // As a method, so that a changeset of known fields is still one of any fields.
  next(changeset?: Changeset<Fields>): Outcome;
}['next'];

/** As `Next`; a promise where something further in waits. */
export type AsyncNext<Fields extends ChangesetFields> = Next<
  Fields,
  HookOutcome<Fields> | Promise<HookOutcome<Fields>>
>;

/** Where a hook goes: at the end of its list unless `prepend`. */
export interface HookOptions {
  readonly prepend?: boolean;
}

// What can be seen of a form at one moment. Each of these is frozen, and is the same object as long
// as nothing in it has changed.
import type { TunezError } from '../wire/errors.ts';
import type { Step } from './path.ts';
import type { FormError, FormType } from './node.ts';

/** The form as a whole. */
export interface FormState {
  /** Whether the last validation found nothing; true before the first. */
  readonly valid: boolean;
  /** Whether anything was typed, added, removed or moved. */
  readonly changed: boolean;
  /** Whether somebody was at any of its inputs. */
  readonly touched: boolean;
  /** Whether there is a point in submitting it now: nothing is known to be wrong or under way. */
  readonly canSubmit: boolean;
  readonly anyRemoved: boolean;
  readonly validating: boolean;
  readonly submitting: boolean;
  readonly submittedOnce: boolean;
  /** Nothing was changed since it was submitted. */
  readonly justSubmitted: boolean;
  /** How many submissions came to an end, */
  readonly submissions: number;
  /** and how many of them failed. */
  readonly failures: number;
  /** Why the last submission failed; gone with the next one. */
  readonly submitError: TunezError | undefined;
  /** Whether errors are shown. */
  readonly errorsShown: boolean;
}

/** A field, as an input shows it. */
export interface FieldState<Value = unknown> {
  /** `tracks.0.name`: what its input is called. */
  readonly name: string;
  readonly path: readonly Step[];
  /** For its input, and for whatever shows its errors. */
  readonly id: string;
  readonly errorsId: string;
  /** What was typed, else what the record, the action or its defaults hold. */
  readonly value: Value | undefined;
  /** What to show: the texts of its errors once it was touched or the form was submitted. */
  readonly errors: readonly string[];
  readonly touched: boolean;
  /** Whether what was typed differs from what the record holds. */
  readonly changed: boolean;
}

/** A form in a list of forms, or alone under its name. */
export interface NestedForm {
  /** Stays the same while the form moves. */
  readonly key: string;
  /** `tracks.0` */
  readonly name: string;
  readonly path: readonly Step[];
  readonly index: number;
  readonly type: FormType;
  /** Which member of a union it is for; `''` where it is for none. */
  readonly member: string;
  /** The record that it changes. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** What its inputs carry along unseen. */
  readonly hiddenFields: Readonly<Record<string, unknown>>;
  /** What is shown of no field of its own. */
  readonly errors: readonly string[];
}

/** An error, as `errors()` lists it. */
export type { FormError };

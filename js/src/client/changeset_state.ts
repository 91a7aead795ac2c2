import type { ErrorDetail } from '../wire/errors.ts';

/** The evaluated state of a changeset, as docs/wire.md §6 writes it. Maps have the developer's keys. */
export interface ChangesetState {
  readonly action: string | null;
  readonly action_type: 'create' | 'update' | 'destroy';
  readonly valid: boolean;
  readonly phase: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly defaults: readonly string[];
  readonly errors: readonly ErrorDetail[];
  /** The record as it was; empty on create. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly invalid_keys: readonly string[];
  /** Attributes that an expression will set. */
  readonly atomics?: readonly string[];
  /** Relationships with queued inputs. */
  readonly relationships?: readonly string[];
  readonly context: Readonly<Record<string, unknown>>;
  readonly tenant: unknown;
  readonly selected?: readonly string[] | null;
  /** For people, where that was asked for. */
  readonly inspected?: string;
}

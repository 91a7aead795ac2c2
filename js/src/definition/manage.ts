// How related records are managed (spec 10): the options, and records as inputs.
import { manageShortcuts } from '../generated/manage_shortcuts.ts';
import { toSnakeCase } from '../wire/names.ts';
import { Instance } from '../wire/values.ts';
import type { AnyResource } from './resource.ts';

/** Sets all four instructions at once; those that are given win. */
export type ManageRelationshipType = keyof typeof manageShortcuts;

/** The inputs that go to the join resource; `'*'`: all of them. */
export type JoinKeys = readonly string[] | '*';

// A word alone means the primary actions; `null` in a list does, too. Only `manyToMany` has a join
// resource.
type Named<Word extends string, Parts extends readonly unknown[]> = readonly [Word, ...Parts];
type Action = string | null;

/** For an input whose record is not related: whether one is looked for, and what relates it. */
export type OnLookup =
  | 'ignore'
  | 'relate'
  | 'relate_and_update'
  | Named<'relate' | 'relate_and_update', [relate: Action, read?: Action, joinKeys?: JoinKeys]>;

/** For an input that nothing was found for. */
export type OnNoMatch =
  | 'ignore'
  | 'error'
  | 'match'
  | 'create'
  | Named<'create', [create: Action, join?: Action, joinKeys?: JoinKeys]>;

/** For an input whose record is related. */
export type OnMatch =
  | 'ignore'
  | 'error'
  | 'no_match'
  | 'missing'
  | 'update'
  | 'update_join'
  | 'unrelate'
  | 'destroy'
  | Named<'update', [update: Action, join?: Action, joinKeys?: JoinKeys]>
  | Named<'update_join', [join: Action, joinKeys?: JoinKeys]>
  | Named<'unrelate', [action: Action]>
  | Named<'destroy', [destroy: Action, join?: Action]>;

/** For a related record without an input. */
export type OnMissing =
  | 'ignore'
  | 'error'
  | 'unrelate'
  | 'destroy'
  | Named<'unrelate', [action: Action]>
  | Named<'destroy', [destroy: Action, join?: Action]>;

/** What happens to records that are, or are not, related (spec 10). */
export interface ManageRelationshipOptions {
  readonly type?: ManageRelationshipType;
  readonly onLookup?: OnLookup;
  readonly onNoMatch?: OnNoMatch;
  readonly onMatch?: OnMatch;
  readonly onMissing?: OnMissing;
  /** What records are recognized by: identities, and `_primary_key`, which alone it is unless given. */
  readonly useIdentities?: readonly string[];
  /** Which of them first. */
  readonly identityPriority?: readonly string[];
  /** The field that a bare value is the value of; the primary key unless given. */
  readonly valueIsKey?: string;
  /** The field that the place of an input in the list is written to. */
  readonly orderIsKey?: string;
  /** Of `manyToMany`: the inputs that go to the join resource. */
  readonly joinKeys?: JoinKeys;
  /** Where errors are reported, instead of `[name, index]`. */
  readonly errorPath?: string | readonly (string | number)[];
  /** `id`: how errors name the call; `order`: its place among several. */
  readonly meta?: Readonly<{ id?: string; order?: number } & Record<string, unknown>>;
  readonly authorize?: boolean;
  /** Queued, but never carried out. */
  readonly ignore?: boolean;
  /** What is named must be there before anything is written. */
  readonly eagerValidate?: boolean;
  /** Written together even where hooks of one record could see what is done to another. */
  readonly bulk?: boolean;
}

/** One record to manage: what it is to hold, itself, or its key. */
export type ManagedItem =
  Readonly<Record<string, unknown>> | Instance | string | number | bigint | boolean;

/** What a relationship is managed with. */
export type ManagedInput = ManagedItem | readonly ManagedItem[] | null;

/** A record as an input that is related as it is, neither looked up nor created. */
export function asRecord(
  resource: AnyResource,
  record: object,
  options: { readonly joinKeys?: Readonly<Record<string, unknown>> } = {},
): Instance {
  const { joinKeys } = options;
  const metadata = joinKeys === undefined ? {} : { __metadata__: { join_keys: joinKeys } };
  return new Instance(resource.name, { ...record, ...metadata });
}

/** The instructions that a shortcut stands for. */
export function manageRelationshipOptions<T extends ManageRelationshipType>(
  type: T,
): (typeof manageShortcuts)[T] {
  return manageShortcuts[type];
}

/** The options with names as the core has them; actions and inputs are known to it under either. */
export function manageOptions(options: ManageRelationshipOptions): object {
  const { useIdentities, identityPriority, ...rest } = options;
  return {
    ...rest,
    ...(useIdentities && { useIdentities: useIdentities.map(toSnakeCase) }),
    ...(identityPriority && { identityPriority: identityPriority.map(toSnakeCase) }),
  };
}

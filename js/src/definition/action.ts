// Actions as they are declared (spec 1.5). The types check what they name against the resource.
import type { AnyAttribute } from './attribute.ts';
import type {
  ChangeFunction,
  ManualFunction,
  PreparationFunction,
  ValidationFunction,
} from './custom.ts';
import type { Change, Preparation, Validation } from './entry.ts';
import type { ExpressionOver } from './expression.ts';
import type { JsonMap } from './t.ts';

/** Arguments of an action, by name. */
export type Arguments = Readonly<Record<string, AnyAttribute>>;

/** The four actions that `defaults` can make, update and create also with an accept list. */
export type DefaultAction<Accept extends string = string> =
  | 'create'
  | 'read'
  | 'update'
  | 'destroy'
  | { readonly create: AcceptList<Accept> }
  | { readonly update: AcceptList<Accept> };

/** Names of attributes, or all public writable ones. */
export type AcceptList<Accept extends string = string> = readonly Accept[] | '*';

interface CommonAction {
  readonly description?: string;
  /** The one that is used where no action is named. */
  readonly primary?: boolean;
  /** `false` keeps it out of derived APIs. */
  readonly public?: boolean;
  /** What callers give beside attributes; an argument hides an attribute of the same name. */
  readonly arguments?: Arguments;
  /** Whether it runs in a transaction. */
  readonly transaction?: boolean;
  /** Unknown inputs that are ignored instead of being errors. */
  readonly skipUnknownInputs?: readonly string[] | '*';
  readonly touchesResources?: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
  readonly multitenancy?: 'enforce' | 'allow_global' | 'bypass' | 'bypass_all';
  readonly metadata?: Arguments;
}

interface WriteAction<Accept extends string, Fields extends object> extends CommonAction {
  /** The attributes that are inputs; `defaultAccept` unless given. */
  readonly accept?: AcceptList<Accept>;
  /** Accepted attributes that must be given although they may be nil. */
  readonly requireAttributes?: readonly Accept[];
  /** Accepted attributes that may be nil here although they are required. */
  readonly allowNilInput?: readonly Accept[];
  /** Run in order, before the validations. */
  readonly changes?: readonly (Change | ChangeFunction<ChangesetFieldsOf<Fields>>)[];
  readonly validations?: readonly (Validation | ValidationFunction<ChangesetFieldsOf<Fields>>)[];
  /** Changes and validations mixed, where their order matters. */
  readonly steps?: readonly (Change | Validation)[];
  readonly skipGlobalValidations?: boolean;
  readonly delayGlobalValidations?: boolean;
  readonly requireAtomic?: boolean;
  /** Does the work instead of the engine; hooks run around it. */
  readonly manual?: ManualFunction<ChangesetFieldsOf<Fields>>;
}

type ChangesetFieldsOf<Fields extends object> = { [K in keyof Fields]: Fields[K] };

/** An action that makes a record. */
export interface CreateAction<Accept extends string, Fields extends object> extends WriteAction<
  Accept,
  Fields
> {
  readonly type: 'create';
  /** Updates the record that is there already instead of failing (spec 6.2). */
  readonly upsert?: boolean;
  readonly upsertIdentity?: string;
  readonly upsertFields?: UpsertFields<Accept>;
  readonly upsertCondition?: ExpressionOver<Fields>;
  readonly returnSkippedUpsert?: boolean;
  readonly touchUpdateDefaults?: boolean;
}

/** What an upsert writes to the row that is there: these fields, or all but these. */
export type UpsertFields<Field extends string = string> =
  | readonly Field[]
  | 'replaceAll'
  | { readonly replace: readonly Field[] }
  | { readonly replaceAllExcept: readonly Field[] };

/** An action that changes a record. */
export interface UpdateAction<Accept extends string, Fields extends object> extends WriteAction<
  Accept,
  Fields
> {
  readonly type: 'update';
}

/** An action that removes a record, or with `soft` marks it as removed. */
export interface DestroyAction<Accept extends string, Fields extends object> extends WriteAction<
  Accept,
  Fields
> {
  readonly type: 'destroy';
  readonly soft?: boolean;
}

/** How a read action is divided into pages. */
export interface Pagination {
  readonly offset?: boolean;
  readonly keyset?: boolean;
  readonly defaultLimit?: number;
  readonly maxPageSize?: number;
  readonly countable?: boolean | 'by_default';
  /** Whether every call returns a page; `true` unless given. */
  readonly required?: boolean;
  /** Whether a call that asks for none returns one all the same; `false` unless given. */
  readonly paginateByDefault?: boolean;
}

/** An action that reads records. */
export interface ReadAction<Field extends string, Fields extends object> extends CommonAction {
  readonly type: 'read';
  /** Only records for which this holds. */
  readonly filter?: ExpressionOver<Fields>;
  readonly preparations?: readonly (Preparation | PreparationFunction)[];
  readonly validations?: readonly (Validation | ValidationFunction)[];
  /** The code interface returns one record. */
  readonly get?: boolean;
  /** As `get`, by these fields. */
  readonly getBy?: Field | readonly Field[];
  readonly pagination?: Pagination;
}

/** An action of any other kind. */
export interface GenericAction extends CommonAction {
  readonly type: 'action';
  readonly returns?: AnyAttribute;
  readonly validations?: readonly (Validation | ValidationFunction)[];
  readonly preparations?: readonly (Preparation | PreparationFunction)[];
  /** Does the work: takes the cast arguments. */
  readonly run: (input: Readonly<JsonMap>) => unknown;
}

/** An action. `Accept` are the attributes, `Fields` what records hold. */
export type ActionInput<Accept extends string, Fields extends object> =
  | CreateAction<Accept, Fields>
  | UpdateAction<Accept, Fields>
  | DestroyAction<Accept, Fields>
  | ReadAction<Accept, Fields>
  | GenericAction;

/** What stands under `actions` of a resource. */
export interface ActionsInput<Accept extends string, Fields extends object> {
  /** Primary actions that are made without saying more (spec 1.5). */
  readonly defaults?: readonly DefaultAction<Accept>[];
  /** What actions accept that do not say; nothing unless given. */
  readonly defaultAccept?: AcceptList<Accept>;
  readonly [name: string]:
    ActionInput<Accept, Fields> | ListOf<DefaultAction<Accept>> | ListOf<Accept> | '*' | undefined;
}

// What an index signature must admit for the two lists above. Not an array type: its methods, such as
// `filter`, would be taken for options of an action.
interface ListOf<Item> {
  readonly [index: number]: Item;
  readonly length: number;
}

/** An action whose names have not been checked. */
export type AnyAction = ActionInput<string, object>;

/** The entries of an action may name its resource's fields and its own arguments. */
export type CheckedEntries<Actions, Fields extends string> = {
  readonly [N in keyof Actions]: Actions[N] extends { readonly type: ActionTypeName }
    ? EntriesNaming<Fields | ArgumentNames<Actions[N]>>
    : unknown;
};

type ActionTypeName = 'create' | 'read' | 'update' | 'destroy' | 'action';

type ArgumentNames<Action> = Action extends { readonly arguments: infer A }
  ? keyof A & string
  : never;

interface EntriesNaming<Fields extends string> {
  readonly changes?: readonly (Change<Fields> | ChangeFunction<never>)[];
  readonly validations?: readonly (Validation<Fields> | ValidationFunction<never>)[];
  readonly steps?: readonly (Change<Fields> | Validation<Fields>)[];
}

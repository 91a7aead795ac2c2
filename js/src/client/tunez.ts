// What an application holds: the interface of its domains, and the same for any resource.
import type { AggregateKind } from '../definition/derived.ts';
import type { AnyDomain } from '../definition/domain.ts';
import type { Expression } from '../definition/expression.ts';
import type {
  ActionName,
  ActionNameOfType,
  AttributeName,
  InputOf,
  KeyOf,
  RecordOf,
} from '../definition/infer.ts';
import { actionOf } from '../definition/actions.ts';
import { expressionMessage } from '../definition/message/expressions.ts';
import type {
  AsLoadMap,
  DerivedName,
  Loaded,
  LoadOf,
  ResourceMap,
} from '../definition/query_types.ts';
import type { AnyResource, None } from '../definition/resource.ts';
import { Form } from '../form/form.ts';
import type { FormOptions } from '../form/options.ts';
import type { FormOf, ParamsOf } from '../form/types.ts';
import { hostError } from '../wire/errors.ts';
import { type Request, type Transport, type TunezStatus, valueOf } from '../wire/transport.ts';
import { type Changeset, isChangeset, withState } from './changeset.ts';
import { descriptionOf } from './changeset_values.ts';
import type { ChangesetFields } from './changeset_types.ts';
import type { ChangesetState } from './changeset_state.ts';
import {
  bulkCreate,
  type BulkInputs,
  type BulkItem,
  bulkItems,
  type BulkMessage,
  bulkResult,
  type BulkResult,
} from './bulk.ts';
import { interfaceFunctions } from './functions.ts';
import type { InterfaceOf } from './interface.ts';
import type { Explanation } from './explanation.ts';
import {
  type BulkChangeOptions,
  type BulkCreateOptions,
  bulkMessage,
  type BulkQuery,
  bulkQueryMessage,
  type CallOptions,
  defaultBatchSize,
  type LoadOptions,
  readMessage,
  type ReadOptions,
  type StreamOptions,
  writeMessage,
  type WriteOptions,
} from './options.ts';
import { TunezStorage } from './storage.ts';
import { streamed } from './stream.ts';
import { announce } from './registry.ts';
import { listedIn, resourcesOf } from './resources.ts';
import { actionMessage, isMap, subjectMessage, subjectsMessage } from './subject.ts';

/** What `open` and `connect` resolve to: a `Tunez` with the interface of each domain. */
export type TunezOf<Ds extends readonly AnyDomain[]> = Tunez<MapOf<Ds>> & {
  readonly [D in Ds[number] as Uncapitalize<D['name']>]: InterfaceOf<D>;
};

type MapOf<Ds extends readonly AnyDomain[]> = Ds extends readonly [
  infer D extends AnyDomain,
  ...infer Rest extends readonly AnyDomain[],
]
  ? D['resources'] & MapOf<Rest>
  : ResourceMap & None;

type Options = Readonly<Record<string, unknown>>;

/** The database, seen through its domains. */
export class Tunez<Rs extends ResourceMap = ResourceMap> {
  /** All resources by name. */
  readonly resources: ReadonlyMap<string, AnyResource>;
  /** Where the data lives, and copies of it. */
  readonly storage: TunezStorage;
  readonly #transport: Transport;
  readonly #conceal: () => void;
  readonly #onClose: () => void;
  readonly #listeners = new Set<(status: TunezStatus) => void>();
  #status: TunezStatus;

  /** Made by `open` and `connect`. */
  constructor(
    domains: readonly AnyDomain[],
    transport: Transport,
    storage: string,
    onClose: () => void = () => undefined,
  ) {
    this.resources = resourcesOf(domains);
    this.storage = new TunezStorage(storage, transport);
    this.#transport = transport;
    this.#conceal = announce(listedIn(domains));
    this.#onClose = onClose;
    this.#status = transport.status?.() ?? { state: 'ready', role: 'owner' };
    transport.subscribe?.((status) => this.#tell(status));
    for (const domain of domains)
      Object.defineProperty(this, decapitalized(domain.name), {
        value: interfaceFunctions(domain, this as unknown as Tunez),
        enumerable: true,
      });
  }

  /** Creates a record, by a changeset or an action of a resource. */
  create<F extends ChangesetFields>(changeset: Changeset<F>, options?: CallOptions): Promise<F>;
  create<
    R extends AnyResource,
    N extends ActionNameOfType<R, 'create'>,
    const L extends LoadOf<Rs, R> = None,
    const S = unknown,
  >(
    resource: R,
    action: N,
    input: InputOf<R, N & ActionName<R>>,
    options?: WriteOptions<Rs, R, L, S>,
  ): Promise<Loaded<Rs, R, AsLoadMap<L>, S>>;
  async create(
    subject: Changeset | AnyResource,
    actionOrOptions?: unknown,
    input: unknown = {},
    options?: object,
  ): Promise<unknown> {
    if (isChangeset(subject)) return this.#submit(subject, actionOrOptions as Options);
    const request = { op: 'create', ...actionMessage(subject, actionOrOptions as string), input };
    return this.request({ ...request, options: writeMessage(options as Options) });
  }

  /** Updates a record, by a changeset or an action of a resource. */
  update<F extends ChangesetFields>(changeset: Changeset<F>, options?: CallOptions): Promise<F>;
  update<
    R extends AnyResource,
    N extends ActionNameOfType<R, 'update'>,
    const L extends LoadOf<Rs, R> = None,
    const S = unknown,
  >(
    resource: R,
    subject: KeyOf<R>,
    action: N,
    input: InputOf<R, N & ActionName<R>>,
    options?: WriteOptions<Rs, R, L, S>,
  ): Promise<Loaded<Rs, R, AsLoadMap<L>, S>>;
  async update(
    first: Changeset | AnyResource,
    second?: unknown,
    action?: string,
    input: unknown = {},
    options?: object,
  ): Promise<unknown> {
    if (isChangeset(first)) return this.#submit(first, second as Options);
    const request = {
      op: 'update',
      ...actionMessage(first, action),
      ...subjectMessage(first, second),
      input,
    };
    return this.request({ ...request, options: writeMessage(options as Options) });
  }

  /** Destroys a record, by a changeset or an action of a resource. */
  destroy(changeset: Changeset, options?: CallOptions): Promise<void>;
  destroy<R extends AnyResource, N extends ActionNameOfType<R, 'destroy'>>(
    resource: R,
    subject: KeyOf<R>,
    action: N,
    input?: InputOf<R, N & ActionName<R>>,
    options?: CallOptions,
  ): Promise<void>;
  async destroy(
    first: Changeset | AnyResource,
    second?: unknown,
    action?: string,
    input: unknown = {},
    options?: CallOptions,
  ): Promise<void> {
    if (isChangeset(first)) {
      await this.#submit(first, second as Options);
      return;
    }
    const request = {
      op: 'destroy',
      ...actionMessage(first, action),
      ...subjectMessage(first, second),
      input,
    };
    await this.request({ ...request, options: writeMessage(options as Options) });
  }

  /** Reads records by an action of a resource; by its primary one unless named. */
  async read<
    R extends AnyResource,
    N extends ActionNameOfType<R, 'read'>,
    const L extends LoadOf<Rs, R> = None,
    const S = unknown,
  >(
    resource: R,
    action?: N,
    input: InputOf<R, N & ActionName<R>> | None = {},
    options?: ReadOptions<Rs, R, L, S>,
  ): Promise<Loaded<Rs, R, AsLoadMap<L>, S>[]> {
    const message = readMessage(this.resources, resource, options as Options | undefined);
    return (await this.request({
      op: 'read',
      ...actionMessage(resource, action),
      input,
      ...message,
    })) as Loaded<Rs, R, AsLoadMap<L>, S>[];
  }

  /** All records of a read, in batches as they are asked for: `for await (const album of …)`. */
  stream<
    R extends AnyResource,
    N extends ActionNameOfType<R, 'read'>,
    const L extends LoadOf<Rs, R> = None,
    const S = unknown,
  >(
    resource: R,
    action?: N,
    input: InputOf<R, N & ActionName<R>> | None = {},
    options?: StreamOptions<Rs, R, L, S>,
  ): AsyncGenerator<Loaded<Rs, R, AsLoadMap<L>, S>, void, undefined> {
    const { batchSize = defaultBatchSize, ...rest } = (options ?? {}) as { batchSize?: number };
    const message = readMessage(this.resources, resource, rest);
    const request = { op: 'read', ...actionMessage(resource, action), input, ...message };
    const send = async (one: Request): Promise<unknown> => this.request(one);
    return streamed(send, { request, query: message.query, batchSize }) as AsyncGenerator<
      Loaded<Rs, R, AsLoadMap<L>, S>,
      void,
      undefined
    >;
  }

  /** The statements by which a read would be carried out, and which indexes serve them. */
  async explain<R extends AnyResource, N extends ActionNameOfType<R, 'read'>>(
    resource: R,
    action?: N,
    input: InputOf<R, N & ActionName<R>> | None = {},
    options?: ReadOptions<Rs, R, LoadOf<Rs, R>, unknown>,
  ): Promise<Explanation[]> {
    const message = readMessage(this.resources, resource, options as Options | undefined);
    return (await this.request({
      op: 'explain',
      ...actionMessage(resource, action),
      input,
      ...message,
    })) as Explanation[];
  }

  /**
   * The value of one calculation. What it needs is read where the record has a primary key; without
   * one it has to be among the fields that are given.
   */
  async calculate<R extends AnyResource>(
    resource: R,
    calculation: DerivedName<R>,
    record: object = {},
    args: Readonly<Record<string, unknown>> = {},
    options: CallOptions = {},
  ): Promise<unknown> {
    return this.request({
      op: 'calculate',
      resource: resource.name,
      calculation,
      record,
      args,
      options,
    });
  }

  /** One value out of all records that the options let through: `aggregate(Album, 'avg', 'price')`. */
  async aggregate<R extends AnyResource>(
    resource: R,
    kind: AggregateKind,
    field?: AttributeName<R> | DerivedName<R>,
    options?: ReadOptions<Rs, R, None, unknown>,
  ): Promise<unknown> {
    const message = readMessage(this.resources, resource, options as Options | undefined);
    const aggregate = field === undefined ? { kind } : { kind, field };
    return this.request({ op: 'aggregate', resource: resource.name, aggregate, ...message });
  }

  /**
   * The value of an expression over a record in hand. `unknown` where it cannot be told without the
   * database: fields that were not read, related records.
   */
  async valueOf<Value>(
    resource: AnyResource,
    record: object,
    expression: Expression<Value>,
    options: CallOptions = {},
  ): Promise<{ value: Value | null; unknown?: never } | { unknown: true; value?: never }> {
    const message = expressionMessage(expression.node);
    return (await this.request({
      op: 'evaluate',
      resource: resource.name,
      record,
      expression: message,
      options,
    })) as { value: Value | null };
  }

  /** Reads one record by its primary key, or by a map of fields. Rejects with `not_found`. */
  async get<R extends AnyResource, const L extends LoadOf<Rs, R> = None, const S = unknown>(
    resource: R,
    key: KeyOf<R> | Partial<RecordOf<R>>,
    options?: ReadOptions<Rs, R, L, S>,
  ): Promise<Loaded<Rs, R, AsLoadMap<L>, S>> {
    const message = readMessage(this.resources, resource, options as Options | undefined);
    const subject = isMap(key) ? { by: key } : subjectMessage(resource, key);
    const request = { op: 'get', resource: resource.name, ...subject, ...message };
    return (await this.request(request)) as Loaded<Rs, R, AsLoadMap<L>, S>;
  }

  /**
   * Creates many records, in batches of one transaction each (spec 6.6). Inputs may come from an
   * iterator, also an async one: they are asked for as they are needed. Rejects, after the batches
   * before it, when that ends in an exception (`callback_failed`).
   */
  async bulkCreate<R extends AnyResource, N extends ActionNameOfType<R, 'create'>>(
    resource: R,
    action: N,
    inputs: BulkInputs<InputOf<R, N & ActionName<R>>>,
    options?: BulkCreateOptions<R>,
  ): Promise<BulkResult<RecordOf<R>>> {
    const { onProgress, ...sent } = (options ?? {}) as BulkCreateOptions;
    const request = {
      op: 'bulk_create',
      ...actionMessage(resource, action),
      options: bulkMessage(sent),
    };
    const pieces = {
      batchSize: sent.batchSize ?? 100,
      stopOnError: sent.stopOnError === true,
      whole: sent.transaction === 'all',
      ...(onProgress && { onProgress }),
    };
    return bulkCreate(
      inputs as BulkInputs<never>,
      pieces,
      async (part) => this.request({ ...request, inputs: part }) as Promise<BulkMessage>,
    );
  }

  /**
   * As `bulkCreate`, but lazily: results are made while they are asked for, in the order of the inputs
   * of each piece, records before errors.
   */
  async *bulkCreateStream<R extends AnyResource, N extends ActionNameOfType<R, 'create'>>(
    resource: R,
    action: N,
    inputs: BulkInputs<InputOf<R, N & ActionName<R>>>,
    options?: Omit<
      BulkCreateOptions<R>,
      'transaction' | 'sorted' | 'returnRecords' | 'returnErrors'
    >,
  ): AsyncGenerator<BulkItem<RecordOf<R>>> {
    const { onProgress, ...sent } = (options ?? {}) as BulkCreateOptions;
    const asked = bulkMessage({ ...sent, returnRecords: true, returnErrors: true });
    const request = { op: 'bulk_create', ...actionMessage(resource, action), options: asked };
    const pieces = {
      batchSize: sent.batchSize ?? 100,
      stopOnError: sent.stopOnError === true,
      whole: false,
      ...(onProgress && { onProgress }),
    };
    yield* bulkItems(
      inputs as BulkInputs<never>,
      pieces,
      async (part) => this.request({ ...request, inputs: part }) as Promise<BulkMessage>,
    );
  }

  /** Updates many records with one input: those that are listed, or all that a query finds. */
  async bulkUpdate<R extends AnyResource, N extends ActionNameOfType<R, 'update'>>(
    resource: R,
    subjects: readonly KeyOf<R>[] | BulkQuery<Rs, R>,
    action: N,
    input: InputOf<R, N & ActionName<R>>,
    options?: BulkChangeOptions<R>,
  ): Promise<BulkResult<RecordOf<R>>> {
    const request = {
      op: 'bulk_update',
      ...actionMessage(resource, action),
      ...this.#subjects(resource, subjects),
    };
    return this.#bulk({ ...request, input }, options);
  }

  /**
   * Updates many records, each with an input of its own: `[record or key, input]` for each (spec 6.6).
   * A record that is gone fails alone.
   */
  async updateMany<R extends AnyResource, N extends ActionNameOfType<R, 'update'>>(
    resource: R,
    updates: readonly (readonly [KeyOf<R>, InputOf<R, N & ActionName<R>>])[],
    action: N,
    options?: BulkChangeOptions<R>,
  ): Promise<BulkResult<RecordOf<R>>> {
    const request = { op: 'update_many', ...actionMessage(resource, action), updates };
    // Each has an input of its own, so there is but one way to carry them out.
    return this.#bulk(request, { batchSize: 1000, ...options, strategy: undefined });
  }

  /** Destroys many records: those that are listed, or all that a query finds. */
  async bulkDestroy<R extends AnyResource, N extends ActionNameOfType<R, 'destroy'>>(
    resource: R,
    subjects: readonly KeyOf<R>[] | BulkQuery<Rs, R>,
    action: N,
    input?: InputOf<R, N & ActionName<R>>,
    options?: BulkChangeOptions<R>,
  ): Promise<BulkResult<RecordOf<R>>> {
    const request = {
      op: 'bulk_destroy',
      ...actionMessage(resource, action),
      ...this.#subjects(resource, subjects),
    };
    return this.#bulk({ ...request, input: input ?? {} }, options);
  }

  /** Loads relationships, aggregates or calculations on records that were read before. */
  async load<R extends AnyResource, const L extends LoadOf<Rs, R>>(
    resource: R,
    records: readonly object[],
    load: L,
    options?: LoadOptions,
  ): Promise<Loaded<Rs, R, AsLoadMap<L>>[]> {
    const { lazy, strict, ...rest } = options ?? {};
    const { query, options: call } = readMessage(this.resources, resource, { ...rest, load });
    const request = {
      op: 'load',
      resource: resource.name,
      records,
      load: query['load'],
      options: { ...call, ...(lazy === true && { lazy }), ...(strict === true && { strict }) },
    };
    return (await this.request(request)) as Loaded<Rs, R, AsLoadMap<L>>[];
  }

  /** The changeset with its state known: validity, errors and values can then be asked anywhere. */
  async evaluate<F extends ChangesetFields>(changeset: Changeset<F>): Promise<Changeset<F>> {
    const description = descriptionOf(changeset);
    const state = await this.request({ op: 'changeset', changeset: description });
    return withState(changeset, state as ChangesetState) as Changeset<F>;
  }

  /** A form that creates a record (spec 14). */
  formForCreate<R extends AnyResource, N extends ActionNameOfType<R, 'create'> & ActionName<R>>(
    resource: R,
    action: N,
    options?: FormOptions<ParamsOf<FormOf<Rs, R, N, RecordOf<R>>>>,
  ): Form<FormOf<Rs, R, N, RecordOf<R>>> {
    return this.form(resource, action, {}, options) as never;
  }

  /** A form that changes a record. */
  formForUpdate<R extends AnyResource, N extends ActionNameOfType<R, 'update'> & ActionName<R>>(
    resource: R,
    subject: KeyOf<R>,
    action: N,
    options?: FormOptions<ParamsOf<FormOf<Rs, R, N, RecordOf<R>>>>,
  ): Form<FormOf<Rs, R, N, RecordOf<R>>> {
    return this.form(resource, action, { subject }, options) as never;
  }

  /** A form that destroys a record. */
  formForDestroy<R extends AnyResource, N extends ActionNameOfType<R, 'destroy'> & ActionName<R>>(
    resource: R,
    subject: KeyOf<R>,
    action: N,
    options?: FormOptions<ParamsOf<FormOf<Rs, R, N, undefined>>>,
  ): Form<FormOf<Rs, R, N, undefined>> {
    return this.form(resource, action, { subject }, options) as never;
  }

  /** A form that reads records. */
  formForRead<R extends AnyResource, N extends ActionNameOfType<R, 'read'> & ActionName<R>>(
    resource: R,
    action: N,
    options?: FormOptions<ParamsOf<FormOf<Rs, R, N, RecordOf<R>[]>>>,
  ): Form<FormOf<Rs, R, N, RecordOf<R>[]>> {
    return this.form(resource, action, {}, options) as never;
  }

  /** A form for an action of any type; those of updates and destroys take the record, too. */
  formForAction<R extends AnyResource, N extends ActionName<R>>(
    resource: R,
    action: N,
    options?: FormOptions<ParamsOf<FormOf<Rs, R, N, unknown>>> & { readonly subject?: KeyOf<R> },
  ): Form<FormOf<Rs, R, N, unknown>> {
    const { subject, ...rest } = options ?? {};
    return this.form(resource, action, { subject }, rest) as never;
  }

  /** @internal */
  form(
    resource: AnyResource,
    action: string,
    given: {
      readonly subject?: unknown;
      readonly fixed?: Options;
      readonly load?: readonly string[];
    },
    options?: FormOptions,
  ): Form {
    const type = actionOf(resource, action)?.type;
    if (type === undefined)
      throw hostError('no_such_action', `the resource ${resource.name} has no action ${action}`);
    const request = (message: Request) => this.request(message);
    const source = { request, resources: this.resources, resource, action, type, fixed: {} };
    return new Form({ ...source, ...given }, options);
  }

  /** What the engine knows about a resource, or about all: names, fields, actions with inputs. */
  async info(resource?: AnyResource): Promise<unknown> {
    return this.request({ op: 'info', ...(resource && { resource: resource.name }) });
  }

  /** How the database is doing, seen from here: whether requests are answered, and by whom. */
  get status(): TunezStatus {
    return this.#status;
  }

  /**
   * Tells of each change of `status`, until the returned function is called:
   * `const stop = tunez.onStatus(({ state }) => show(state))`. A database in this thread has none but
   * `closed`.
   */
  onStatus(listener: (status: TunezStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Frees the database. Calls made later reject with `not_open`. */
  async close(): Promise<void> {
    this.#conceal();
    this.#onClose();
    this.#tell({ ...this.#status, state: 'closed' });
    await this.#transport.close();
  }

  /**
   * Sends a request of docs/wire.md and resolves to what stands under `ok`.
   * @internal
   */
  async request(message: Request): Promise<unknown> {
    const isRead = message.op === 'read' || message.op === 'get';
    const answer = this.#transport.request(isRead ? { ...message, packed: true } : message);
    return valueOf(answer instanceof Promise ? await answer : answer);
  }

  /**
   * The same read again and again, with other values; `null` where each has to be asked in full.
   * @internal
   */
  prepare(message: Request): ((values: readonly unknown[]) => Promise<unknown>) | null {
    const repeat = this.#transport.prepare?.(message) ?? null;
    // What it throws becomes a rejection.
    return (
      repeat &&
      ((values) =>
        new Promise((resolve) => {
          resolve(valueOf(repeat(values)));
        }))
    );
  }

  #tell(status: TunezStatus): void {
    const { state, role } = this.#status;
    if (state === 'closed' || (state === status.state && role === status.role)) return;
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  async #submit(changeset: Changeset, options: Options | undefined): Promise<unknown> {
    const description = descriptionOf(changeset);
    const request = { op: 'submit', changeset: description, options: writeMessage(options) };
    return this.request(request);
  }

  #subjects(resource: AnyResource, subjects: object): object {
    if (Array.isArray(subjects)) return subjectsMessage(resource, subjects);
    return { query: bulkQueryMessage(this.resources, resource, subjects as Options) };
  }

  async #bulk(request: Request, options: object | undefined): Promise<BulkResult<never>> {
    const value = await this.request({ ...request, options: bulkMessage(options as Options) });
    return bulkResult(value as BulkMessage);
  }
}

function decapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

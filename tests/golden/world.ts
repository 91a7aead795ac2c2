// One definition in one session, with an empty database for every case.
import { definition, seedAction, type Wanted } from './definition.ts';
import { type Callback, Session } from './session.ts';
import { asText, isMap, isText, type Json, type JsonMap, listAt, textAt } from './json.ts';
import { fromWire, toWire } from './values.ts';

/** Thrown when the engine says that something which the case needs is not built. */
export class Unsupported extends Error {}

/** What an operation answered: a value, or `{class, errors}`. */
export type Answer =
  | { ok: Json; error?: undefined; notifications: Json[] | undefined }
  | { ok?: undefined; error: JsonMap; notifications: Json[] | undefined };

export class World {
  /** What ran, in order; the probes of a file write it. */
  trace: string[] = [];
  /** What a hook of the case has raised, and in which kind of hook. */
  raised: { kind: string; error: Error } | undefined;
  readonly #session: Session;
  #migrations: Json[] = [];
  #resources = new Set<string>();

  private constructor(session: Session) {
    this.#session = session;
  }

  /** A session without a definition, for what needs none. */
  static async bare(): Promise<World> {
    return new World(await Session.start());
  }

  /** Throws `Unsupported` when the engine refuses the definition. */
  static async of(
    resources: JsonMap,
    wanted: (callback: (run: (message: JsonMap, world: World) => Json) => number) => Wanted,
  ): Promise<World> {
    const world = await World.bare();
    const register = (run: (message: JsonMap, world: World) => Json) =>
      world.callback((message) => run(message, world));
    const message = definition(resources, wanted(register));
    const defined = world.request('define', { definition: message });
    if (defined.error !== undefined) throw new Unsupported(textOf(defined.error));
    const unenforced = listAt(defined.ok as JsonMap, 'warnings')
      .map(asText)
      .filter(isUnbuilt);
    if (unenforced.length > 0) throw new Unsupported(unenforced.join('; '));
    world.#resources = new Set(
      listAt(message, 'domains')
        .filter(isMap)
        .flatMap((domain) => listAt(domain, 'resources').filter(isMap))
        .map((resource) => textAt(resource, 'name')),
    );
    const changes = world.ok('diff', { from: {} });
    world.#migrations = [
      {
        version: '20200101000000',
        name: 'golden',
        up: listAt(changes as JsonMap, 'up').map(withoutReferences),
        down: listAt(changes as JsonMap, 'down'),
      },
    ];
    return world;
  }

  /** Whether the resource is part of the definition. */
  isDefined(resource: string): boolean {
    return this.#resources.has(resource);
  }

  /** The exception that a hook throws. */
  raise(kind: string, label: string): Error {
    const error = Object.assign(new Error(`${label} raised`), { name: 'RuntimeError' });
    this.raised = { kind, error };
    return error;
  }

  callback(run: Callback): number {
    return this.#session.register(run);
  }

  /** Runs `work` over an empty database. */
  async fresh<T>(work: () => T | Promise<T>): Promise<T> {
    this.ok('open', { storage: ':memory:', migrations: this.#migrations });
    this.trace = [];
    this.raised = undefined;
    try {
      return await work();
    } finally {
      this.request('close', {});
    }
  }

  /** One message. Throws `Unsupported` when what it asks for is not built. */
  request(op: string, message: JsonMap): Answer {
    const answer = this.#session.request({ op, ...message });
    const notifications = Array.isArray(answer.notifications) ? answer.notifications : undefined;
    if (!isMap(answer.error)) return { ok: answer.ok ?? null, notifications };
    if (listAt(answer.error, 'errors').some(isMissing)) throw new Unsupported(textOf(answer.error));
    return { error: answer.error, notifications };
  }

  /** The value of a message that must succeed. */
  ok(op: string, message: JsonMap): Json {
    const answer = this.request(op, message);
    if (answer.error !== undefined) throw new Error(`${op}: ${textOf(answer.error)}`);
    return answer.ok;
  }

  /** Stores a row as it is: no default, no validation. Leaves nothing in the trace. */
  seed(resource: string, row: JsonMap): void {
    const before = this.trace;
    const changes = Object.entries(row).map(([name, value]) => [
      'force_change_attribute',
      name,
      toWire(value),
    ]);
    this.ok('submit', {
      changeset: { resource, operations: [['for_create', seedAction, {}], ...changes] },
      options: { authorize: false },
    });
    this.trace = before;
  }

  /** All rows of a resource as records, in golden form. */
  rows(resource: string): JsonMap[] {
    return (this.records(resource).map(fromWire) as JsonMap[]).map((row) => ({ ...row }));
  }

  /** All rows of a resource as the engine gives them, for what takes records. */
  records(resource: string, query: JsonMap = {}): JsonMap[] {
    return this.ok('read', { resource, query, options: { authorize: false } }) as JsonMap[];
  }

  /** What a column of the one row of a table holds, which is JSON text. */
  stored(resource: string, column: string): Json {
    const { table } = this.ok('info', { resource }) as { table: string };
    const rows = this.ok('sql', { sql: `SELECT "${column}" AS value FROM "${table}"` });
    const [row] = rows as { value: string | null }[];
    return JSON.parse(row?.value ?? 'null') as Json;
  }

  /** The stored record with this id. */
  record(resource: string, id: Json): JsonMap {
    const found = this.records(resource, { filter: { id } });
    if (found[0] === undefined) throw new Error(`no ${resource} ${asText(id)} is stored`);
    return found[0];
  }
}

/** Whether an error says that something is not built, or not part of the wire. */
function isMissing(error: Json): boolean {
  if (!isMap(error)) return false;
  return (
    error.code === 'not_supported' ||
    (error.code === 'invalid_message' &&
      asText(error.message).startsWith('there is no message called'))
  );
}

/** Whether a warning says that a part of the definition has no effect yet. */
function isUnbuilt(warning: string): boolean {
  return warning.includes('nothing enforces it');
}

function textOf(error: JsonMap): string {
  return listAt(error, 'errors')
    .map((item) => (isMap(item) && isText(item.message) ? item.message : JSON.stringify(item)))
    .join('; ');
}

/** The store behind the golden files has no foreign keys: rows are there in any order, or not at all. */
function withoutReferences(sql: Json): Json {
  const reference =
    / CONSTRAINT "[^"]*" REFERENCES "[^"]*" \([^)]*\)( ON (DELETE|UPDATE) (CASCADE|RESTRICT|SET NULL|NO ACTION))*/g;
  return isText(sql) ? sql.replace(reference, '') : sql;
}

/** Worlds by what they hold, so that cases that need the same share one. */
export class Worlds {
  readonly #known = new Map<string, Promise<World>>();

  get(key: string, make: () => Promise<World>): Promise<World> {
    let world = this.#known.get(key);
    if (world === undefined) {
      world = make();
      world.catch(() => undefined);
      this.#known.set(key, world);
    }
    return world;
  }
}

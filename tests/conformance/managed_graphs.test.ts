// Random records four levels deep, managed by random inputs in random ways, against a small model that does one thing
// after the other: the rows must be the same afterwards, or the paths of the errors, and then the rows as before.
// TUNEZ_GRAPHS says how many, TUNEZ_SEED repeats a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMap, type Json, type JsonMap, listAt } from '../golden/json.ts';
import { Session } from '../golden/session.ts';

const count = Number(process.env.TUNEZ_GRAPHS ?? 2000);
const seed = Number(process.env.TUNEZ_SEED ?? Date.now() % 1_000_000_000);

// --- The ways in which a level is managed --------------------------------------------------------

type Word = 'ignore' | 'error' | 'create' | 'update' | 'relate' | 'unrelate' | 'destroy';
interface Way {
  lookup: Word;
  noMatch: Word;
  match: Word;
  missing: Word;
  ordered?: boolean;
}

const ways: readonly Way[] = [
  { lookup: 'ignore', noMatch: 'create', match: 'update', missing: 'destroy' },
  { lookup: 'ignore', noMatch: 'create', match: 'update', missing: 'destroy', ordered: true },
  { lookup: 'relate', noMatch: 'error', match: 'ignore', missing: 'ignore' },
  { lookup: 'relate', noMatch: 'create', match: 'update', missing: 'unrelate' },
  { lookup: 'ignore', noMatch: 'error', match: 'unrelate', missing: 'ignore' },
  { lookup: 'ignore', noMatch: 'create', match: 'ignore', missing: 'ignore' },
  { lookup: 'ignore', noMatch: 'ignore', match: 'destroy', missing: 'unrelate' },
  { lookup: 'relate', noMatch: 'create', match: 'update', missing: 'ignore' },
];

/** In which way the level below is managed by an action that manages in this way. */
const below = (way: number, level: number) => (way * 3 + level) % ways.length;

const depth = 4;
const leaf = depth - 1;
const table = (level: number) => `L${String(level)}`;

// --- The engine ----------------------------------------------------------------------------------

function instruction(word: Word, action: string): Json {
  if (word === 'create') return ['create', `create_${action}`];
  if (word === 'update' || word === 'relate') return [word, `update_${action}`];
  return word;
}

function writes(type: 'create' | 'update', level: number, number: number): JsonMap {
  const accept = type === 'create' ? ['id', 'name', 'position'] : ['name', 'position'];
  const plain = { type, accept, ...(type === 'update' && { require_atomic: false }) };
  if (level === leaf) return plain;
  const way = ways[number]!;
  const nested = String(below(number, level));
  const options: JsonMap = {
    on_lookup: instruction(way.lookup, nested),
    on_no_match: instruction(way.noMatch, nested),
    on_match: instruction(way.match, nested),
    on_missing: way.missing,
    ...(way.ordered && { order_is_key: 'position' }),
  };
  return {
    ...plain,
    arguments: { children: { type: { array: 'map' } } },
    changes: [
      { name: 'manage_relationship', argument: 'children', relationship: 'children', options },
    ],
  };
}

function resource(level: number): JsonMap {
  const numbers = [...ways.keys()];
  return {
    name: table(level),
    attributes: {
      id: { type: 'string', primary_key: true, allow_nil: false, default: { fn: 'uuid' } },
      name: { type: 'string', allow_nil: false, constraints: { max_length: 3 } },
      position: { type: 'integer' },
    },
    relationships: {
      ...(level > 0 && {
        parent: {
          kind: 'belongs_to',
          destination: table(level - 1),
          attribute_type: 'string',
          on_delete: 'delete',
        },
      }),
      ...(level < leaf && {
        children: {
          kind: 'has_many',
          destination: table(level + 1),
          destination_attribute: 'parent_id',
        },
      }),
    },
    identities: level === leaf ? { unique_name: { keys: ['name'] } } : {},
    defaults: ['read'],
    actions: {
      update: { type: 'update', primary: true, accept: ['name'], require_atomic: false },
      destroy: { type: 'destroy', primary: true },
      ...Object.fromEntries(
        numbers.flatMap((number) => [
          [`create_${String(number)}`, writes('create', level, number)],
          [`update_${String(number)}`, writes('update', level, number)],
        ]),
      ),
    },
  };
}

class Database {
  private readonly session: Session;
  private migrations: Json[] = [];

  private constructor(session: Session) {
    this.session = session;
  }

  static async start(): Promise<Database> {
    const database = new Database(await Session.start());
    const resources = Array.from({ length: depth }, (_, level) => resource(level));
    database.ok('define', { definition: { domains: [{ name: 'Graphs', resources }] } });
    const { up, down } = database.ok('diff', { from: {} }) as JsonMap;
    database.migrations = [
      { version: '20200101000000', name: 'graphs', up: up ?? [], down: down ?? [] },
    ];
    return database;
  }

  open(): void {
    this.ok('open', { storage: ':memory:', migrations: this.migrations });
  }

  close(): void {
    this.ok('close', {});
  }

  request(op: string, message: JsonMap): JsonMap {
    return this.session.request({ op, ...message });
  }

  ok(op: string, message: JsonMap): Json {
    const answer = this.request(op, message);
    assert.equal(answer.error, undefined, JSON.stringify(answer.error));
    return answer.ok ?? null;
  }

  tables(): Row[][] {
    return Array.from({ length: depth }, (_, level) =>
      (this.ok('read', { resource: table(level) }) as JsonMap[]).map((row) => ({
        id: row.id as string,
        name: row.name as string,
        position: (row.position ?? null) as number | null,
        parent: (row.parent_id ?? null) as string | null,
      })),
    );
  }
}

// --- The model -----------------------------------------------------------------------------------

interface Row {
  id: string;
  name: string;
  position: number | null;
  parent: string | null;
}
interface Input {
  id?: string;
  name?: string | null;
  position?: number;
  children?: Input[] | null;
}
type Path = readonly (string | number)[];

class Model {
  tables: Map<string, Row>[] = Array.from({ length: depth }, () => new Map<string, Row>());
  private errors: Path[] = [];
  private fresh = 0;

  /** The paths of what is wrong; then nothing has changed. */
  save(root: string | undefined, input: Input, way: number): Path[] {
    const before = this.tables.map(
      (rows) => new Map([...rows].map(([id, row]) => [id, { ...row }])),
    );
    this.errors = [];
    const row = root === undefined ? undefined : this.tables[0]!.get(root);
    this.write(0, row && { ...row }, input, way, null, []);
    if (this.errors.length > 0) this.tables = before;
    return this.errors;
  }

  /** Creates a row, or changes what differs from the row as it was read; then what lies below it. */
  private write(
    level: number,
    read: Row | undefined,
    input: Input,
    way: number,
    parent: string | null | undefined,
    path: Path,
  ): void {
    const { name } = input;
    const isTooLong = typeof name === 'string' && name.length > 3;
    const isMissing = read === undefined ? (name ?? null) === null : name === null;
    if (isTooLong || isMissing) {
      this.fail(path);
      return;
    }
    const row: Row = {
      id: read?.id ?? input.id ?? `new${String(this.fresh++)}`,
      name: name ?? read!.name,
      position: input.position ?? read?.position ?? null,
      parent: parent === undefined ? read!.parent : parent,
    };
    const done = read === undefined ? this.insert(level, row) : this.update(level, read, row);
    if (!done) this.fail(path);
    else if (input.children !== undefined && level < leaf)
      this.manage(level, row.id, read === undefined, input.children ?? [], way, path);
  }

  private insert(level: number, row: Row): boolean {
    if (this.tables[level]!.has(row.id) || this.isTaken(level, row)) return false;
    this.tables[level]!.set(row.id, { ...row });
    return true;
  }

  private update(level: number, read: Row, row: Row): boolean {
    const changed = (['name', 'position', 'parent'] as const).filter(
      (key) => row[key] !== read[key],
    );
    if (changed.length === 0) return true;
    const stored = this.tables[level]!.get(row.id);
    if (stored === undefined) return false;
    const next = { ...stored, ...Object.fromEntries(changed.map((key) => [key, row[key]])) };
    if (this.isTaken(level, next)) return false;
    this.tables[level]!.set(row.id, next);
    return true;
  }

  private isTaken(level: number, row: Row): boolean {
    return (
      level === leaf &&
      [...this.tables[level]!.values()].some(({ id, name }) => id !== row.id && name === row.name)
    );
  }

  private destroy(level: number, id: string): boolean {
    if (!this.tables[level]!.delete(id)) return false;
    if (level < leaf)
      for (const row of [...this.tables[level + 1]!.values()])
        if (row.parent === id) this.destroy(level + 1, row.id);
    return true;
  }

  private manage(
    level: number,
    parent: string,
    isNew: boolean,
    inputs: Input[],
    number: number,
    path: Path,
  ): void {
    const way = ways[number]!;
    const rows = this.tables[level + 1]!;
    const onlyAdds =
      way.match === 'ignore' &&
      (way.noMatch === 'create' || way.noMatch === 'ignore') &&
      way.missing === 'ignore';
    const current =
      isNew || onlyAdds
        ? []
        : [...rows.values()].filter((row) => row.parent === parent).map((row) => ({ ...row }));
    const named = new Set(inputs.map(({ id }) => id));
    for (const row of current) {
      if (named.has(row.id)) continue;
      if (way.missing === 'destroy') this.destroy(level + 1, row.id);
      if (way.missing === 'unrelate') this.update(level + 1, row, { ...row, parent: null });
    }
    for (const [index, given] of inputs.entries()) {
      const input = way.ordered ? { ...given, position: index } : given;
      const match = current.find(({ id }) => id === input.id);
      const at = [...path, 'children', index];
      if (match === undefined) this.unmatched(level + 1, parent, input, number, at);
      else this.matched(level + 1, match, input, number, at);
    }
  }

  private matched(level: number, row: Row, input: Input, number: number, path: Path): void {
    const { match } = ways[number]!;
    if (match === 'update') {
      this.write(level, row, input, below(number, level - 1), undefined, path);
    } else if (match === 'unrelate') {
      if (!this.update(level, row, { ...row, parent: null })) this.fail(path);
    } else if (match === 'destroy') {
      if (!this.destroy(level, row.id)) this.fail(path);
    }
  }

  private unmatched(level: number, parent: string, input: Input, number: number, path: Path): void {
    const way = ways[number]!;
    const found = way.lookup === 'relate' ? this.find(level, input) : undefined;
    const nested = below(number, level - 1);
    if (found !== undefined) this.write(level, { ...found }, input, nested, parent, path);
    else if (way.noMatch === 'create') this.write(level, undefined, input, nested, parent, path);
    else if (way.noMatch === 'error') this.fail(path);
  }

  private find(level: number, input: Input): Row | undefined {
    if (input.id !== undefined) return this.tables[level]!.get(input.id);
    if (level !== leaf || typeof input.name !== 'string') return undefined;
    return [...this.tables[level]!.values()].find(({ name }) => name === input.name);
  }

  private fail(path: Path): void {
    this.errors.push(path);
  }
}

// --- Random inputs -------------------------------------------------------------------------------

class Random {
  constructor(private state: number) {}

  /** Below `limit`. */
  next(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  chance(percent: number): boolean {
    return this.next(100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.next(items.length)]!;
  }
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];

function randomInput(random: Random, level: number, model: Model): Input {
  const input: Input = {};
  const known = [...model.tables[level]!.keys()].filter((id) => !id.startsWith('new'));
  if (random.chance(35) && known.length > 0) input.id = random.pick(known);
  else if (random.chance(30)) input.id = `${table(level)}-${String(random.next(12))}`;
  if (random.chance(85)) input.name = random.chance(4) ? 'toolong' : random.pick(names);
  else if (random.chance(10)) input.name = null;
  if (random.chance(30)) input.position = random.next(5);
  if (level < leaf && random.chance(70)) input.children = randomInputs(random, level + 1, model);
  return input;
}

function randomInputs(random: Random, level: number, model: Model): Input[] | null {
  if (random.chance(5)) return null;
  return Array.from({ length: random.next(4) }, () => randomInput(random, level, model));
}

// --- The comparison ------------------------------------------------------------------------------

/** Rows as nested text: what made ids of its own is told by what it holds. */
function described(tables: readonly Row[][]): string[] {
  const isGiven = (id: string) => /^L\d-\d+$/.test(id);
  const describe = (level: number, row: Row): string => {
    const children =
      level < leaf ? tables[level + 1]!.filter(({ parent }) => parent === row.id) : [];
    const id = isGiven(row.id) ? row.id : 'new';
    const inside = children.map((child) => describe(level + 1, child)).sort();
    return `${id} ${row.name} ${String(row.position)} [${inside.join(', ')}]`;
  };
  return tables.flatMap((rows, level) =>
    rows
      .filter(({ parent }) => parent === null)
      .map((row) => `${table(level)}: ${describe(level, row)}`)
      .sort(),
  );
}

function pathsOf(answer: JsonMap): string[] {
  const errors = isMap(answer.error) ? listAt(answer.error, 'errors') : [];
  return errors
    .filter(isMap)
    .map((error) => JSON.stringify(error.path ?? []))
    .sort();
}

test(`managed graphs are as in the model (seed ${String(seed)})`, async () => {
  const random = new Random(seed);
  const database = await Database.start();
  let model = new Model();
  let failed = 0;
  database.open();
  for (let run = 0; run < count; run++) {
    if (run % 40 === 39) {
      database.close();
      database.open();
      model = new Model();
    }
    const roots = [...model.tables[0]!.keys()].filter((id) => !id.startsWith('new'));
    const root = roots.length > 0 && random.chance(75) ? random.pick(roots) : undefined;
    const way = random.next(ways.length);
    const input = { id: `L0-${String(random.next(12))}`, ...randomInput(random, 0, model) };
    if (root !== undefined) delete (input as Input).id;
    const story = `seed ${String(seed)}, run ${String(run)}: ${root ?? 'new'}, way ${String(way)}, ${JSON.stringify(input)}`;
    const before = described(model.tables.map((rows) => [...rows.values()]));
    const paths = model
      .save(root, input, way)
      .map((path) => JSON.stringify(path))
      .sort();
    const type = root === undefined ? 'create' : 'update';
    const answer = database.request(type, {
      resource: table(0),
      action: `${type}_${String(way)}`,
      ...(root !== undefined && { id: root }),
      input: input as unknown as JsonMap,
    });
    const context = `${story}\nbefore: ${before.join(' | ')}\nanswer: ${JSON.stringify(answer)}`;
    assert.deepEqual(pathsOf(answer), paths, context);
    const expected = described(model.tables.map((rows) => [...rows.values()]));
    assert.deepEqual(described(database.tables()), expected, context);
    if (paths.length > 0) failed++;
  }
  database.close();
  // Neither all of one nor all of the other would show much.
  assert.ok(
    failed > count / 20 && failed < (count * 19) / 20,
    `${String(failed)} of ${String(count)} failed`,
  );
});

import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass, sameErrors } from '../errors.ts';
import { isMap, isText, type Json, type JsonMap, listAt, mapAt, textAt } from '../json.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { World, Worlds } from '../world.ts';

const now = '2020-01-02T00:00:00Z';
const before = '2020-01-01T00:00:00Z';

export const changesets: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const worlds = new Worlds();
  return async (testCase) => {
    const resource = textAt(testCase, 'resource');
    const actions = listAt(testCase, 'steps')
      .filter(isMap)
      .filter((step) => textAt(step, 'call').startsWith('for_'))
      .map((step) => listAt(step, 'args')[0])
      .filter(isText);
    const world = await worlds.get(`${resource}.${actions.join()}`, () =>
      World.of(resources, (register) => {
        const callback = register(() => ({ $datetime: now }));
        return {
          actions: { [resource]: actions },
          mentions: [],
          probes: { tick: () => ({ callback }) },
        };
      }),
    );
    return world.fresh(() => new Case(world, mapAt(resources, resource), testCase).run());
  };
};

class Case {
  readonly #resource: string;
  readonly #expected: JsonMap;
  readonly #base: JsonMap;

  constructor(
    readonly world: World,
    readonly declared: JsonMap,
    readonly testCase: JsonMap,
  ) {
    this.#resource = textAt(testCase, 'resource');
    this.#expected = mapAt(testCase, 'expect');
    this.#base = { resource: this.#resource };
    if (!isMap(testCase.data)) return;
    world.seed(this.#resource, this.#stored(testCase.data));
    this.#base.record = world.record(this.#resource, this.#id());
    this.#change();
  }

  run(): string | undefined {
    const operations: Json[] = [];
    const results: Json[] = [];
    for (const step of listAt(this.testCase, 'steps').filter(isMap)) {
      const [call, args] = [textAt(step, 'call'), listAt(step, 'args')];
      if (call === 'apply_attributes') results.push(this.#applied(operations, args[0] === true));
      else if (isQuestion(call))
        results.push(answer(call, args, this.#state(operations), this.#fields()));
      else if (call !== 'new') operations.push(operation(call, args, this.testCase.actor));
    }
    return this.#judgeState(this.#state(operations), results) ?? this.#judgeRun(operations);
  }

  #state(operations: readonly Json[], options: JsonMap = {}): JsonMap {
    const changeset = { ...this.#base, operations: [...operations] };
    return fromWire(this.world.ok('changeset', { changeset, ...options })) as JsonMap;
  }

  /** The record that the changes would make; every field that it does not say is nil. */
  #applied(operations: readonly Json[], force: boolean): Json {
    const state = this.#state(operations, { apply: force ? 'force' : true });
    if (!isMap(state.applied)) return { error: { class: 'invalid', errors: state.errors ?? [] } };
    return { ok: { ...this.#fields(), ...state.applied } };
  }

  /** All fields of a record, nil. */
  #fields(): JsonMap {
    const keys = Object.keys(mapAt(this.declared, 'relationships')).map((name) => `${name}_id`);
    const names = [...Object.keys(mapAt(this.declared, 'attributes')), ...keys];
    return Object.fromEntries(names.map((name) => [name, null]));
  }

  #judgeState(state: JsonMap, results: Json[]): string | undefined {
    const expected = this.#expected;
    if (expected.valid !== state.valid) return differs('valid', expected, state);
    for (const part of ['attributes', 'arguments'])
      if (!same(mapAt(expected, part), mapAt(state, part)))
        return differs(part, expected[part], state[part]);
    if (!sameErrors(listAt(expected, 'errors'), listAt(state, 'errors')))
      return differs('errors', expected.errors, state.errors);
    for (const [part, found] of [
      ['defaults', 'defaults'],
      ['select', 'selected'],
      ['atomics', 'atomics'],
    ] as const)
      if (
        Array.isArray(expected[part]) &&
        !sameUnordered(expected[part].filter(isNoKey), listAt(state, found).filter(isNoKey))
      )
        return differs(part, expected[part], state[found]);
    const wanted = listAt(expected, 'results');
    const passes =
      wanted.length === results.length && wanted.every((w, i) => sameResult(w, results[i]));
    return passes ? undefined : differs('results', wanted, results);
  }

  #judgeRun(operations: Json[]): string | undefined {
    const wanted = this.#expected.run;
    if (!isMap(wanted)) return undefined;
    const answered = this.world.request('submit', {
      changeset: { ...this.#base, operations },
      options: { return_destroyed: true },
    });
    const error = mapAt(wanted, 'error');
    if (isMap(wanted.error)) {
      if (answered.error === undefined || !sameErrorClass(error, answered.error))
        return differs('run', error, answered.error ?? answered.ok);
    } else if (answered.error !== undefined || !same(wanted.ok ?? null, fromWire(answered.ok)))
      return differs('run', wanted.ok, answered.error ?? answered.ok);
    const rows = this.world.rows(this.#resource);
    const table = listAt(this.#expected, 'table');
    return sameUnordered(table, rows) ? undefined : differs('table', table, rows);
  }

  #id(): Json {
    return mapAt(this.testCase, 'data').id ?? 'p1';
  }

  /** The row that an update or destroy starts from: each attribute given, or its default for a create, or null. */
  #stored(data: JsonMap): JsonMap {
    const given: JsonMap = {
      id: 'p1',
      title: 'old',
      touched: 7,
      inserted_at: { datetime: before },
      updated_at: { datetime: before },
    };
    const defaults = Object.entries(mapAt(this.declared, 'attributes'))
      .filter(([, body]) => isMap(body) && body.default !== undefined && !isMap(body.default))
      .map(([name, body]) => [name, (body as JsonMap).default ?? null]);
    return { ...Object.fromEntries(defaults), ...given, ...data } as JsonMap;
  }

  #change(): void {
    const changes = mapAt(this.testCase, 'stored_since');
    if (Object.keys(changes).length > 0) {
      const update = Object.entries(changes).map(([name, value]) => [
        'force_change_attribute',
        name,
        toWire(value),
      ]);
      this.world.ok('submit', {
        changeset: { ...this.#base, operations: [['for_update', 'update', {}], ...update] },
      });
    }
    if (this.testCase.deleted_since === true)
      this.world.ok('destroy', { resource: this.#resource, record: this.#base.record ?? null });
  }
}

/** The primary key is always selected, whether a list says so or not. */
function isNoKey(name: Json): boolean {
  return name !== 'id';
}

function isQuestion(call: string): boolean {
  return /^(get_|fetch_|changing_|present|attribute_present|selecting|valid\?|context|apply_attributes)/.test(
    call,
  );
}

function operation(call: string, args: readonly Json[], actor: Json | undefined): Json {
  const [first = null, second = null] = args;
  switch (call) {
    case 'for_create':
    case 'for_update':
    case 'for_destroy': {
      return [
        call,
        first,
        toWire(inputOf(second)),
        actor === undefined ? {} : { actor: toWire(actor) },
      ];
    }
    case 'add_error_text':
      return ['add_error', first];
    case 'add_error_path':
      return ['add_error', toWire(first), toWire(second)];
    default:
      return [call, ...args.map(toWire)];
  }
}

/** Symbols and text are the same keys here; where both are given, the reference takes the text. */
function inputOf(given: Json): Json {
  if (!isMap(given) || !isMap(given.atom_keys)) return given ?? {};
  return { ...given.atom_keys, ...mapAt(given, 'string_keys') };
}

/** The questions of a changeset, answered from its state. */
function answer(call: string, args: readonly Json[], state: JsonMap, fields: JsonMap): Json {
  const name = isText(args[0]) ? args[0] : '';
  const attributes = mapAt(state, 'attributes');
  const data = { ...fields, ...mapAt(state, 'data') };
  const given = mapAt(state, 'arguments');
  const found = (...maps: JsonMap[]): Json => {
    const map = maps.find((candidate) => name in candidate);
    return map === undefined ? 'not_found' : { ok: map[name] ?? null };
  };
  const value = (...maps: JsonMap[]): Json => maps.find((map) => name in map)?.[name] ?? null;
  switch (call) {
    case 'get_argument':
      return value(given);
    case 'get_attribute':
      return value(attributes, data);
    case 'get_data':
      return value(data);
    case 'get_argument_or_attribute':
      return value(given, attributes, data);
    case 'fetch_argument':
      return found(given);
    case 'fetch_change':
      return found(attributes);
    case 'fetch_data':
      return found(data);
    case 'fetch_attribute':
      return found(attributes, data);
    case 'fetch_argument_or_change':
      return found(given, attributes);
    case 'fetch_argument_or_attribute':
      return found(given, attributes, data);
    case 'changing_attribute?':
      return name in attributes || listAt(state, 'atomics').includes(name);
    case 'changing_attributes?':
      return Object.keys(attributes).length + listAt(state, 'atomics').length > 0;
    case 'attribute_present?':
      return value(attributes, data) !== null;
    case 'present?':
      return (value(given) ?? value(attributes, data)) !== null;
    case 'selecting?':
      return listAt(state, 'selected').includes(name);
    case 'valid?':
      return state.valid ?? null;
    case 'context':
      return state.context ?? null;
    default:
      throw new Error(`the question ${call} is unknown`);
  }
}

function sameResult(expected: Json, actual: Json | undefined): boolean {
  if (isMap(expected) && isMap(expected.error) && isMap(actual) && isMap(actual.error))
    return sameErrorClass(expected.error, actual.error);
  return same(expected, actual);
}

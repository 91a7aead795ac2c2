import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass } from '../errors.ts';
import {
  asText,
  isMap,
  type Json,
  type JsonMap,
  listAt,
  mapAt,
  mapValues,
  textAt,
  without,
} from '../json.ts';
import type { Register } from '../probes.ts';
import { fromWire, same, toWire } from '../values.ts';
import { World, Worlds } from '../world.ts';

export const embedded: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const worlds = new Worlds();
  return async (testCase) => {
    const resource = textAt(testCase, 'resource');
    const fields = [
      ...Object.keys(mapAt(testCase, 'data')),
      ...Object.keys(mapAt(testCase, 'input')),
    ].sort();
    const world = await worlds.get(JSON.stringify([resource, fields]), () =>
      World.of(reduced(resources, resource, fields), (register) => ({
        actions: actionsOf(resources),
        probes: { entry: (_, entry) => logAction(entry, register) },
      })),
    );
    const comparable = (record: Json) =>
      withoutRandomIds(resources, mapAt(mapAt(resources, resource), 'attributes'), record);
    return world.fresh(() => run(world, resource, fields, testCase, comparable));
  };
};

/** The owner with no more attributes than the case is about. */
function reduced(resources: JsonMap, name: string, fields: readonly string[]): JsonMap {
  const owner = mapAt(resources, name);
  const attributes = Object.entries(mapAt(owner, 'attributes')).filter(
    ([key, body]) =>
      fields.includes(key) || key === 'id' || (isMap(body) && body.allow_nil === false),
  );
  const kept = attributes.map(([key]) => key);
  const actions = Object.entries(mapAt(owner, 'actions')).map(([key, body]) => [
    key,
    isMap(body) && Array.isArray(body.accept)
      ? { ...body, accept: body.accept.filter((field) => kept.includes(asText(field))) }
      : body,
  ]);
  return {
    ...resources,
    [name]: {
      ...owner,
      attributes: Object.fromEntries(attributes),
      actions: Object.fromEntries(actions) as JsonMap,
    },
  };
}

function actionsOf(resources: JsonMap): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([, body]) => isMap(body))
      .map(([name, body]) => [name, Object.keys(mapAt(body as JsonMap, 'actions'))]),
  );
}

function logAction(entry: JsonMap, register: Register): JsonMap | undefined {
  if (entry.name !== 'log_action') return undefined;
  const callback = register((message, world) => {
    const changeset = mapAt(message, 'changeset');
    const source = mapAt(changeset, 'source');
    const ran = `${asText(changeset.resource)}.${asText(changeset.action)}`;
    world.trace.push(`${ran}<-${asText(source.resource)}.${asText(source.action)}`);
    return { operations: [] };
  });
  return { name: 'callback', callback };
}

/** Values of embedded resources without the attributes that a random function fills. */
function withoutRandomIds(resources: JsonMap, attributes: JsonMap, record: Json): Json {
  return mapValues(isMap(record) ? record : {}, (value, name) => {
    const embedded = embeddedIn(mapAt(attributes, name).type ?? null);
    if (embedded === undefined) return value;
    const own = mapAt(mapAt(resources, embedded), 'attributes');
    const random = Object.keys(own).filter(
      (key) => mapAt(mapAt(own, key), 'default').fn === 'uuid',
    );
    const stripped = (item: Json) =>
      isMap(item) ? withoutRandomIds(resources, own, without(item, ...random)) : item;
    return Array.isArray(value) ? value.map(stripped) : stripped(value);
  });
}

function embeddedIn(type: Json): string | undefined {
  if (!isMap(type)) return undefined;
  return type.array === undefined ? asText(type.embedded) : embeddedIn(type.array);
}

function run(
  world: World,
  resource: string,
  fields: readonly string[],
  testCase: JsonMap,
  comparable: (record: Json) => Json,
): string | undefined {
  const create = (input: JsonMap) =>
    world.request('create', { resource, action: 'create', input: toWire({ id: 'o1', ...input }) });
  const action = textAt(testCase, 'action');
  let record: Json = null;
  if (action !== 'create') {
    const created = create(mapAt(testCase, 'data'));
    if (created.error !== undefined) return differs('create', testCase.data, created.error);
    record = created.ok;
  }
  world.trace = [];
  const input = mapAt(testCase, 'input');
  const answer =
    action === 'create'
      ? create(input)
      : world.request('update', { resource, action, record, input: toWire(input) });
  const expected = mapAt(testCase, 'expect');
  if (isMap(expected.error)) {
    if (answer.error === undefined || !sameErrorClass(expected.error, answer.error))
      return differs('error', expected.error, answer.error ?? answer.ok);
  } else if (answer.error !== undefined) return differs('ok', expected.ok, answer.error);
  else {
    const found = chosen(comparable(fromWire(answer.ok)), fields);
    if (!same(mapAt(expected, 'ok'), found)) return differs('ok', expected.ok, found);
  }
  if (isMap(expected.stored)) {
    const stored = chosen(comparable(fromWire(world.record(resource, 'o1'))), fields);
    if (!same(expected.stored, stored)) return differs('stored', expected.stored, stored);
  }
  for (const [name, value] of Object.entries(mapAt(expected, 'dumped'))) {
    const dumped = world.stored(resource, name);
    if (!same(value, dumped)) return differs(`dumped ${name}`, value, dumped);
  }
  const actions = listAt(expected, 'actions');
  return same(actions, world.trace) ? undefined : differs('actions', actions, world.trace);
}

function chosen(record: Json, fields: readonly string[]): JsonMap {
  return Object.fromEntries(
    Object.entries(isMap(record) ? record : {}).filter(([name]) => fields.includes(name)),
  );
}

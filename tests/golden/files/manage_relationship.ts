import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass } from '../errors.ts';
import {
  asText,
  isMap,
  isText,
  type Json,
  type JsonMap,
  mapAt,
  mapValues,
  textAt,
} from '../json.ts';
import { sameUnordered, toWire } from '../values.ts';
import { World, Worlds } from '../world.ts';

const resource = 'Album';

export const manageRelationship: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const worlds = new Worlds();
  return async (testCase) => {
    const relationship = textAt(testCase, 'relationship');
    const action = isText(testCase.action) ? [testCase.action] : [];
    const world = await worlds.get(`${relationship}.${action.join()}`, () =>
      World.of(resources, () => ({
        actions: { ...all(resources), [resource]: action },
        mentions: [relationship, ...relationshipNames(resources)],
      })),
    );
    return world.fresh(() => {
      for (const [name, rows] of Object.entries(mapAt(file, 'seed')))
        if (Array.isArray(rows)) for (const row of rows.filter(isMap)) world.seed(name, row);
      return run(world, testCase, known(file));
    });
  };
};

function all(resources: JsonMap): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(resources).map(([name, body]) => [
      name,
      Object.keys(mapAt(body as JsonMap, 'actions')),
    ]),
  );
}

function relationshipNames(resources: JsonMap): string[] {
  return Object.values(resources).flatMap((body) =>
    Object.keys(mapAt(body as JsonMap, 'relationships')),
  );
}

function known(file: JsonMap): string {
  return JSON.stringify(file.seed);
}

function run(world: World, testCase: JsonMap, seed: string): string | undefined {
  const answer = world.request('submit', { changeset: changeset(world, testCase) });
  const expected = mapAt(testCase, 'expect');
  const error = expected.error ?? expected.raises;
  if (isMap(error)) {
    const passes = answer.error !== undefined && sameErrorClass(error, answer.error);
    return passes ? undefined : differs('error', error, answer.error ?? answer.ok);
  }
  if (answer.error !== undefined) return differs('result', expected, answer.error);
  const tables = Object.entries(mapAt(expected, 'tables'));
  const stored = new Map(tables.map(([name]) => [name, world.rows(name)]));
  const labels = labelsOf(stored, seed + JSON.stringify(testCase));
  for (const [name, rows] of tables) {
    const actual = stored.get(name)!.map((row) => labelled(row, labels));
    if (!Array.isArray(rows) || !sameUnordered(rows, actual)) return differs(name, rows, actual);
  }
  return undefined;
}

function changeset(world: World, testCase: JsonMap): JsonMap {
  const on = textAt(testCase, 'on');
  const type = on === 'create' ? 'create' : 'update';
  const action = isText(testCase.action) ? testCase.action : type;
  const own: JsonMap = type === 'create' ? { id: 'al9', title: 'New' } : {};
  const input = toWire({ ...own, ...mapAt(testCase, 'arguments') });
  const operations: Json[] = [[`for_${type}`, action, input]];
  if (isMap(testCase.options))
    operations.push([
      'manage_relationship',
      testCase.relationship ?? null,
      toWire(testCase.input ?? null),
      toWire(testCase.options),
    ]);
  if (type === 'create') return { resource, operations };
  return {
    resource,
    operations,
    record: world.record(resource, on === 'update_empty' ? 'al2' : 'al1'),
  };
}

/** Names for the ids that neither seed nor case know, numbered in each table in order of name. */
function labelsOf(tables: ReadonlyMap<string, JsonMap[]>, knownText: string): Map<Json, string> {
  const isNew = (id: Json | undefined) => isText(id) && !knownText.includes(JSON.stringify(id));
  const labels = new Map<Json, string>();
  for (const [name, rows] of tables)
    rows
      .filter((row) => isNew(row.id))
      .sort((left, right) => (asText(left.name) < asText(right.name) ? -1 : 1))
      .forEach((row, i) => labels.set(row.id!, `new_${name.toLowerCase()}_${String(i + 1)}`));
  return labels;
}

/** A row without nulls, keys to new rows by their names, too. */
function labelled(row: JsonMap, labels: ReadonlyMap<Json, string>): JsonMap {
  return Object.fromEntries(
    Object.entries(mapValues(row, (value) => labels.get(value) ?? value)).filter(
      ([, value]) => value !== null,
    ),
  );
}

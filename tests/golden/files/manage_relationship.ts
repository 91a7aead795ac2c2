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
  for (const [name, rows] of Object.entries(mapAt(expected, 'tables'))) {
    const stored = labelled(name, world.rows(name), seed + JSON.stringify(testCase));
    if (!Array.isArray(rows) || !sameUnordered(rows, stored)) return differs(name, rows, stored);
  }
  return undefined;
}

function changeset(world: World, testCase: JsonMap): JsonMap {
  const on = textAt(testCase, 'on');
  const type = on === 'create' ? 'create' : 'update';
  const action = isText(testCase.action) ? testCase.action : type;
  const own: JsonMap = type === 'create' ? { id: 'al9', title: 'Ninth' } : {};
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

/** Rows without nulls; ids that neither seed nor case know are numbered in order of name. */
function labelled(name: string, rows: readonly JsonMap[], knownText: string): JsonMap[] {
  const isNew = (id: Json | undefined) => isText(id) && !knownText.includes(JSON.stringify(id));
  const created = rows
    .filter((row) => isNew(row.id))
    .sort((left, right) => (asText(left.name) < asText(right.name) ? -1 : 1));
  const labels = new Map(
    created.map((row, i) => [row.id ?? null, `new_${name.toLowerCase()}_${String(i + 1)}`]),
  );
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(mapValues(row, (value) => labels.get(value) ?? value)).filter(
        ([, value]) => value !== null,
      ),
    ),
  );
}

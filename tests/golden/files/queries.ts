import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass } from '../errors.ts';
import { asText, isMap, isText, type Json, type JsonMap, listAt, mapAt, textAt } from '../json.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { type Answer, Unsupported, World, Worlds } from '../world.ts';

export const queries: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const seed = mapAt(file, 'seed');
  const worlds = new Worlds();
  return async (testCase) => {
    const resource = textAt(testCase, 'resource');
    const action = testCase.action ?? mapAt(testCase, 'query').action;
    const world = await worlds.get(JSON.stringify([resource, action, mentions(testCase)]), () =>
      World.of(resources, () => ({
        actions: { [resource]: isText(action) ? [action] : [] },
        mentions: mentions(testCase),
      })),
    );
    return world.fresh(() => {
      for (const [name, rows] of Object.entries(seed))
        if (world.isDefined(name) && Array.isArray(rows))
          for (const row of rows.filter(isMap)) world.seed(name, row);
      return run(world, testCase);
    });
  };
};

function mentions(testCase: JsonMap): Json {
  return [
    testCase.query ?? null,
    testCase.aggregate ?? null,
    testCase.filter_map ?? null,
    // The names in `artist.name,-title`.
    asText(mapAt(testCase, 'query').sort_input).split(/[^a-z_]+/),
  ];
}

function run(world: World, testCase: JsonMap): string | undefined {
  if (testCase.aggregate !== undefined) return judgeValue(world, testCase);
  if (testCase.page !== undefined) throw new Unsupported('pages are not part of the wire yet');
  if (testCase.call !== undefined) return judgeOne(world, testCase);
  const resource = textAt(testCase, 'resource');
  const query = mapAt(testCase, 'query');
  const answer = world.request('read', {
    resource,
    ...(isText(query.action) ? { action: query.action } : {}),
    input: toWire(mapAt(query, 'arguments')),
    query: translated(query),
    options: { authorize: false },
  });
  return judgeRecords(mapAt(testCase, 'expect'), answer);
}

function translated(query: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const key of ['filter', 'limit', 'offset', 'select', 'sort', 'distinct', 'distinct_sort'])
    if (key in query) result[key] = toWire(query[key] ?? null);
  if ('filter_map' in query) result.filter = toWire(query.filter_map ?? null);
  if ('sort_input' in query) result.sort = query.sort_input ?? null;
  if ('load' in query) result.load = loads(listAt(query, 'load'));
  return result;
}

/** A list of names while that is enough, otherwise a map from name to what is asked of it. */
function loads(list: Json[]): Json {
  if (list.every(isText)) return list;
  return Object.fromEntries(
    list.map((item): [string, Json] => {
      if (isText(item)) return [item, true];
      if (!isMap(item)) throw new Error(`cannot load ${JSON.stringify(item)}`);
      if (isText(item.relationship)) return [item.relationship, translated(item)];
      return [textAt(item, 'calc'), { args: toWire(mapAt(item, 'args')) }];
    }),
  );
}

function judgeRecords(expected: JsonMap, answer: Answer): string | undefined {
  if (isMap(expected.error)) return judgeError(expected.error, answer);
  if (answer.error !== undefined) return differs('read', expected, answer.error);
  const records = listAt({ records: fromWire(answer.ok) }, 'records').filter(isMap);
  const equal = expected.unordered === true ? sameUnordered : (a: Json[], b: Json[]) => same(a, b);
  if (Array.isArray(expected.ids)) {
    const ids = records.map((record) => record.id ?? null);
    return equal(expected.ids, ids) ? undefined : differs('ids', expected.ids, ids);
  }
  const wanted = listAt(expected, 'records');
  const actual = records.map((record, i) => reduced(wanted[i] ?? null, record));
  return equal(wanted, actual) ? undefined : differs('records', wanted, actual);
}

/** The record as far as the case says something about it; a relationship given as ids becomes its ids. */
function reduced(wanted: Json, record: Json): Json {
  if (Array.isArray(record) && Array.isArray(wanted))
    return record.map((item, i) => reduced(wanted[Math.min(i, wanted.length - 1)] ?? null, item));
  if (!isMap(record)) return record;
  if (isText(wanted)) return record.id ?? null;
  if (!isMap(wanted)) return record;
  return Object.fromEntries(
    Object.keys(wanted)
      .filter((key) => key in record)
      .map((key) => [key, reduced(wanted[key] ?? null, record[key] ?? null)]),
  );
}

function judgeOne(world: World, testCase: JsonMap): string | undefined {
  const by =
    'filter_map' in testCase ? mapAt(testCase, 'filter_map') : { id: testCase.key ?? null };
  const query = 'sort' in testCase ? { sort: testCase.sort ?? null } : {};
  const optional = testCase['error?'] === false || testCase['not_found_error?'] === false;
  const answer = world.request('get', {
    resource: textAt(testCase, 'resource'),
    ...(isText(testCase.action) ? { action: testCase.action } : {}),
    by: toWire(by),
    input: toWire(mapAt(testCase, 'arguments')),
    query,
    options: { authorize: false },
    ...(optional ? { not_found_error: false } : {}),
  });
  const expected = mapAt(testCase, 'expect');
  if (isMap(expected.error)) return judgeError(expected.error, answer);
  if (answer.error !== undefined) return differs('get', expected, answer.error);
  const record = fromWire(answer.ok);
  const found = isMap(record) && !isMap(expected.ok) ? (record.id ?? null) : record;
  const wanted = expected.ok ?? null;
  const passes = same(wanted, isMap(found) ? reduced(wanted, found) : found);
  return passes ? undefined : differs('get', wanted, found);
}

function judgeValue(world: World, testCase: JsonMap): string | undefined {
  const answer = world.request('aggregate', {
    resource: textAt(testCase, 'resource'),
    aggregate: toWire(testCase.aggregate ?? null),
    query: translated(mapAt(testCase, 'query')),
  });
  const expected = mapAt(testCase, 'expect').value ?? null;
  const passes = answer.error === undefined && same(expected, fromWire(answer.ok));
  return passes ? undefined : differs('value', expected, answer.error ?? answer.ok);
}

function judgeError(expected: JsonMap, answer: Answer): string | undefined {
  const passes = answer.error !== undefined && sameErrorClass(expected, answer.error);
  return passes ? undefined : differs('error', expected, answer.error ?? answer.ok);
}

import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass } from '../errors.ts';
import {
  asText,
  isMap,
  isText,
  type Json,
  type JsonMap,
  listAt,
  mapAt,
  textAt,
  without,
} from '../json.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { type Answer, World, Worlds } from '../world.ts';

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
  if (testCase.page !== undefined) return judgePages(world, testCase);
  if (testCase.call !== undefined) return judgeOne(world, testCase);
  return judgeRecords(mapAt(testCase, 'expect'), read(world, testCase, {}));
}

function read(world: World, testCase: JsonMap, more: JsonMap): Answer {
  const query = mapAt(testCase, 'query');
  return world.request('read', {
    resource: textAt(testCase, 'resource'),
    ...(isText(query.action) ? { action: query.action } : {}),
    input: toWire(mapAt(query, 'arguments')),
    query: { ...translated(query), ...more },
    options: { authorize: false },
  });
}

/** Reads the first page, then each that `then` leads to. */
function judgePages(world: World, testCase: JsonMap): string | undefined {
  const expected = mapAt(testCase, 'expect');
  const asked = mapAt(testCase, 'page');
  let answer = read(world, testCase, { page: testCase.page ?? null });
  if (Array.isArray(expected.not_paginated))
    return judgeRecords({ ids: expected.not_paginated }, answer);
  if (isMap(expected.error)) return judgeError(expected.error, answer);
  const pages: Json[] = [];
  for (const turn of [null, ...listAt(testCase, 'then')]) {
    if (turn !== null && isMap(answer.ok)) {
      const page = isMap(turn) ? cursor(answer.ok, asked, turn) : turn;
      answer = isMap(turn)
        ? read(world, testCase, { page })
        : read(world, testCase, {
            page: { ...asked, from: without(answer.ok, 'results'), to: page },
          });
    }
    if (!isMap(answer.ok)) return differs('page', expected, answer.error ?? answer.ok);
    const ids = listAt(answer.ok, 'results').map((record) => (isMap(record) ? record.id : null));
    pages.push({ ...answer.ok, ids: ids as Json[] });
  }
  const wanted = listAt(expected, 'pages');
  const actual = pages.map((page, i) => reduced(wanted[i] ?? null, page));
  return same(wanted, actual) ? undefined : differs('pages', wanted, actual);
}

/** The page behind, or before, the record of a page at that place. */
function cursor(page: JsonMap, asked: JsonMap, turn: JsonMap): JsonMap {
  const [side = ''] = Object.keys(turn);
  const limits = without(asked, 'offset');
  return { ...limits, [side]: listAt(page, 'keysets')[Number(turn[side])] ?? null };
}

function translated(query: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const key of ['filter', 'limit', 'offset', 'select', 'sort', 'distinct', 'distinct_sort'])
    if (key in query) result[key] = toWire(query[key] ?? null);
  if ('filter_map' in query) result.filter = toWire(query.filter_map ?? null);
  if ('sort_input' in query) result.sort_input = query.sort_input ?? null;
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
  const expected = mapAt(testCase, 'expect');
  const common = {
    resource: textAt(testCase, 'resource'),
    ...(isText(testCase.action) ? { action: testCase.action } : {}),
    input: toWire(mapAt(testCase, 'arguments')),
  };
  const query: JsonMap = {};
  if ('filter_map' in testCase) query.filter = toWire(testCase.filter_map ?? null);
  if ('sort' in testCase) query.sort = testCase.sort ?? null;
  if (testCase.call === 'count' || testCase.call === 'exists') {
    const answer = world.request('aggregate', {
      ...common,
      query,
      aggregate: { kind: testCase.call },
    });
    return answer.error === undefined && same(expected.ok ?? null, fromWire(answer.ok))
      ? undefined
      : differs('value', expected, answer.error ?? answer.ok);
  }
  if (testCase.call === 'read_first') query.limit = 1;
  const mustExist = testCase.call === 'get' ? testCase['error?'] : testCase['not_found_error?'];
  const answer = world.request('get', {
    ...common,
    ...('key' in testCase ? { id: toWire(testCase.key ?? null) } : {}),
    query,
    options: {
      authorize: false,
      not_found_error: mustExist ?? testCase.call === 'get',
    },
  });
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
    aggregate: {
      ...(toWire(testCase.aggregate ?? null) as JsonMap),
      uniq: mapAt(testCase, 'query')['uniq?'] ?? null,
      include_nil: mapAt(testCase, 'query')['include_nil?'] ?? null,
    },
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

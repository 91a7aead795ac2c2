import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass, sameErrors } from '../errors.ts';
import {
  asText,
  isMap,
  isText,
  type Json,
  type JsonMap,
  listAt,
  mapAt,
  mapValues,
  textAt,
  without,
} from '../json.ts';
import { idOf, traceProbes } from '../probes.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { type Answer, Unsupported, World, Worlds } from '../world.ts';

const resource = 'Item';

export const bulk: GoldenFile = (file) => {
  const worlds = new Worlds();
  const seed = listAt(file, 'seed').filter(isMap);
  return async (testCase) => {
    const action = textAt(testCase, 'action');
    const transactions = testCase.transactional === true;
    const world = await worlds.get(`${action}.${String(transactions)}`, () =>
      World.of(mapAt(file, 'resources'), (register) => ({
        actions: { [resource]: [action] },
        mentions: [],
        probes: traceProbes(register, {
          transactions,
          subject: (message) => asText(idOf(message)),
        }),
        transactions,
      })),
    );
    return world.fresh(() => {
      if (testCase.seeded === true) for (const row of seed) world.seed(resource, row);
      world.trace = [];
      return judge(world, testCase, ask(world, testCase));
    });
  };
};

function ask(world: World, testCase: JsonMap): Answer {
  const call = textAt(testCase, 'call');
  const { on, ...given } = mapAt(testCase, 'options');
  const options = optionNames(given);
  const base = { resource, action: testCase.action ?? null };
  if (call === 'create')
    return world.request(call, {
      ...base,
      input: toWire(mapAt(testCase, 'input')),
      options: { ...options, return_notifications: true },
    });
  options.return_notifications = options.notify ?? options.return_notifications ?? false;
  if (call === 'bulk_create')
    return world.request(call, { ...base, inputs: toWire(listAt(testCase, 'inputs')), options });
  const filter = testCase.filter ?? null;
  const chosen = { sort: [['id', 'asc']], ...(filter === null ? {} : { filter: toWire(filter) }) };
  return world.request(call, {
    ...base,
    input: toWire(mapAt(testCase, 'input')),
    options,
    ...(on === 'records' ? { records: world.records(resource, chosen) } : { query: chosen }),
  });
}

/** Options under their wire names: without a final `?`. */
function optionNames(options: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name.replace(/\?$/, ''), toWire(value)]),
  );
}

function judge(world: World, testCase: JsonMap, answer: Answer): string | undefined {
  const expected = mapAt(testCase, 'expect');
  const label = labels(testCase);
  const error = expected.error ?? expected.raises;
  const result = mapAt({ result: fromWire(answer.ok ?? null) }, 'result');
  if (isMap(error)) {
    if (answer.error === undefined || !sameErrorClass(error, answer.error))
      return differs('error', error, answer.error ?? answer.ok);
  } else if (answer.error !== undefined) return differs('call', expected, answer.error);
  else if (isMap(expected.ok)) {
    const record = label(withoutNulls(result));
    if (!same(expected.ok, record)) return differs('record', expected.ok, record);
  }
  for (const key of ['status', 'error_count'])
    if (key in expected && expected[key] !== result[key]) return differs(key, expected, result);
  if (Array.isArray(expected.records)) {
    const records = listAt(result, 'records').filter(isMap).map(withoutNulls).map(label);
    const sorted = mapAt(testCase, 'options')['sorted?'] === true;
    const passes = sorted
      ? same(expected.records, records)
      : sameUnordered(expected.records, records);
    if (!passes) return differs('records', expected.records, records);
  }
  if (
    Array.isArray(expected.errors) &&
    !sameErrors(expected.errors, listAt(mapAt(result, 'errors'), 'errors'))
  )
    return differs('errors', expected.errors, result.errors);
  return judgeTrace(world, expected, answer, label) ?? judgeTable(world, expected, label);
}

function judgeTrace(
  world: World,
  expected: JsonMap,
  answer: Answer,
  label: (row: JsonMap) => JsonMap,
): string | undefined {
  const wanted = listAt(expected, 'trace');
  const isNotified = (line: Json) => isText(line) && line.startsWith('notify:');
  const ran = wanted.filter((line) => !isNotified(line));
  const trace = world.trace.map((line) => line.replace(/:[0-9a-f-]{36}$/, ':new'));
  if (!same(ran, trace)) return differs('trace', ran, trace);
  // Sent by the run itself, or handed back for the caller to send.
  const announced = [
    ...wanted.filter(isNotified),
    ...listAt(expected, 'notifications').map((line) => `notify:${asText(line)}`),
  ];
  if (answer.notifications === undefined && announced.length > 0)
    throw new Unsupported('the answer says nothing of notifications');
  const notified = (answer.notifications ?? []).filter(isMap).map(({ action, data }) => {
    const id = isMap(data) ? label(data).id : null;
    return `notify:${asText(action)}:${asText(id)}`;
  });
  return sameUnordered(announced, notified)
    ? undefined
    : differs('notifications', announced, notified);
}

function judgeTable(
  world: World,
  expected: JsonMap,
  label: (row: JsonMap) => JsonMap,
): string | undefined {
  if (!Array.isArray(expected.table)) return undefined;
  const rows = world.rows(resource).map(withoutNulls).map(label);
  return sameUnordered(expected.table, rows) ? undefined : differs('table', expected.table, rows);
}

/**
 * A row as the file writes it: without nils, with what an upsert says of it. The storage of the reference
 * cannot tell an insert from an update.
 */
function withoutNulls(record: JsonMap): JsonMap {
  const metadata = without(mapAt(record, '__metadata__'), 'upsert_action');
  const row = { ...without(record, '__metadata__'), ...metadata };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** Ids that the case does not name were generated, and are written as "new". */
function labels(testCase: JsonMap): (row: JsonMap) => JsonMap {
  const known = JSON.stringify([testCase.inputs ?? null, testCase.input ?? null]);
  return (row) =>
    mapValues(row, (value, key) =>
      key === 'id' && isText(value) && value.length === 36 && !known.includes(value)
        ? 'new'
        : value,
    );
}

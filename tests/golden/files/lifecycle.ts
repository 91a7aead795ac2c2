import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass } from '../errors.ts';
import { asText, isMap, type Json, type JsonMap, listAt, mapAt, textAt } from '../json.ts';
import { traceProbes } from '../probes.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { type Answer, Unsupported, World, Worlds } from '../world.ts';

export const lifecycle: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const worlds = new Worlds();
  return async (testCase) => {
    const [resource, action] = [textAt(testCase, 'resource'), textAt(testCase, 'action')];
    const transactions = testCase.transactional === true;
    const world = await worlds.get(`${resource}.${action}.${String(transactions)}`, () =>
      World.of(resources, (register) => ({
        actions: { [resource]: [action], ...children(resources) },
        probes: traceProbes(register, { transactions, create: createChild }),
        transactions,
      })),
    );
    const type = textAt(mapAt(mapAt(mapAt(resources, resource), 'actions'), action), 'type');
    return world.fresh(() => run(world, type, Object.keys(resources), testCase));
  };
};

function run(
  world: World,
  type: string,
  names: readonly string[],
  testCase: JsonMap,
): string | undefined {
  const [resource, action] = [textAt(testCase, 'resource'), textAt(testCase, 'action')];
  for (const row of listAt(testCase, 'stored').filter(isMap)) world.seed(resource, row);
  const record = type === 'create' ? undefined : stored(world, resource);
  world.trace = [];
  const answer = world.request(type, {
    resource,
    action,
    ...(record === undefined ? {} : { record }),
    input: toWire(mapAt(testCase, 'input')),
    options: { return_notifications: true },
  });
  const trace = [...world.trace, ...(answer.notifications ?? []).map(notified)];
  const expected = mapAt(testCase, 'expect');
  const rows = names.flatMap((name) => storedRows(world, name));
  return (
    judge(expected.result ?? null, answer) ??
    judgeTrace(listAt(expected, 'trace'), trace, answer, testCase.transactional === true) ??
    (sameUnordered(listAt(expected, 'rows'), rows)
      ? undefined
      : differs('rows', expected.rows, rows))
  );
}

/** Whatever a hook of the case may create. */
function children(resources: JsonMap): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(resources)
      .filter(([name]) => name === 'Child')
      .map(([name, body]) => [name, Object.keys(mapAt(body as JsonMap, 'actions'))]),
  );
}

function createChild(world: World, hook: JsonMap): JsonMap | null {
  const name = hook.creates ?? null;
  const boom: JsonMap = hook.creates_fails === true ? { boom: true } : {};
  const answer = world.request('create', {
    resource: 'Child',
    input: { id: `c_${asText(name)}`, name, ...boom },
  });
  return answer.error ?? null;
}

function stored(world: World, resource: string): JsonMap {
  world.seed(resource, { id: 't1', name: 'old', code: 'c0' });
  return world.record(resource, 't1');
}

function judge(expected: Json, answer: Answer): string | undefined {
  const wanted = isMap(expected) ? expected : {};
  const error = wanted.error ?? wanted.raises;
  if (isMap(error)) {
    const passes = answer.error !== undefined && sameErrorClass(error, answer.error);
    return passes ? undefined : differs('result', error, answer.error ?? answer.ok);
  }
  if (answer.error !== undefined) return differs('result', expected, answer.error);
  const record = fromWire(answer.ok);
  const passes = Object.entries(mapAt(wanted, 'ok')).every(
    ([name, value]) => isMap(record) && same(value, record[name]),
  );
  return passes ? undefined : differs('result', expected, record);
}

/**
 * Notifications come with the answer. Where a transaction holds them back, that is their place in the trace; without
 * one the reference sends each at once, which no answer can show: then what ran and what was sent are compared apart.
 */
function judgeTrace(
  expected: Json[],
  trace: string[],
  answer: Answer,
  transactional: boolean,
): string | undefined {
  if (same(expected, trace)) return undefined;
  const isSent = (line: Json) => asText(line).startsWith('notify:');
  const ran = (lines: Json[]) => lines.filter((line) => !isSent(line));
  if (answer.notifications === undefined && expected.some(isSent) && same(ran(expected), trace))
    throw new Unsupported('the answer says nothing of notifications');
  const passes =
    !transactional &&
    same(ran(expected), ran(trace)) &&
    sameUnordered(expected.filter(isSent), trace.filter(isSent));
  return passes ? undefined : differs('trace', expected, trace);
}

function notified(notification: Json): string {
  const { resource, action, data } = isMap(notification) ? notification : {};
  const name = isMap(data) ? data.name : undefined;
  return `notify:${asText(resource)}:${asText(action)}:${asText(name)}`;
}

function storedRows(world: World, resource: string): string[] {
  return world.isDefined(resource)
    ? world.rows(resource).map((row) => [resource, row.id, row.name].map(asText).join(':'))
    : [];
}

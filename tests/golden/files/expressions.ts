import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { asText, isMap, type Json, type JsonMap, listAt, mapAt } from '../json.ts';
import { fromWire, same, sameUnordered, toWire } from '../values.ts';
import { World, Worlds } from '../world.ts';

const resource = 'Rec';

export const expressions: GoldenFile = (file) => {
  const worlds = new Worlds();
  return async (testCase) => {
    const expression = testCase.expr ?? null;
    const mentioned = Object.keys(
      mapAt(mapAt(mapAt(file, 'resources'), resource), 'calculations'),
    ).filter((name) => JSON.stringify(expression).includes(`"${name}"`));
    const world = await worlds.get(mentioned.join(), () =>
      World.of(mapAt(file, 'resources'), () => ({
        actions: { [resource]: [] },
        mentions: mentioned,
      })),
    );
    return world.fresh(() => {
      const rows = listAt(file, 'rows').filter(isMap);
      for (const row of rows) world.seed(resource, row);
      return judgeFilter(world, testCase) ?? judgeValues(world, rows, testCase);
    });
  };
};

function judgeFilter(world: World, testCase: JsonMap): string | undefined {
  const expected = mapAt(testCase, 'expect');
  if (!Array.isArray(expected.filter)) return undefined;
  const answer = world.request('read', {
    resource,
    query: { filter: toWire(testCase.expr ?? null) },
    options: { authorize: false },
  });
  if (answer.error !== undefined) return differs('filter', expected.filter, answer.error);
  const ids = (answer.ok as JsonMap[]).map((record) => record.id ?? null);
  return sameUnordered(expected.filter, ids) ? undefined : differs('filter', expected.filter, ids);
}

function judgeValues(
  world: World,
  rows: readonly JsonMap[],
  testCase: JsonMap,
): string | undefined {
  const expected = mapAt(testCase, 'expect');
  for (const row of rows) {
    const id = asText(row.id);
    const wanted = 'value' in expected ? expected.value : mapAt(expected, 'eval')[id];
    if (wanted === undefined) continue;
    const problem = judgeValue(world, id, testCase.expr ?? null, wanted);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function judgeValue(world: World, id: string, expression: Json, wanted: Json): string | undefined {
  const answer = world.request('evaluate', {
    resource,
    record: world.record(resource, id),
    expression: toWire(expression),
  });
  if (isMap(wanted) && (isMap(wanted.error) || isMap(wanted.raises)))
    return answer.error === undefined ? differs(id, wanted, answer.ok) : undefined;
  const found = isMap(answer.ok) ? answer.ok : {};
  const passes =
    isMap(wanted) && wanted.unknown === true
      ? found.unknown === true
      : 'value' in found && same(wanted, fromWire(found.value ?? null));
  return passes ? undefined : differs(id, wanted, answer.error ?? answer.ok);
}

import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrors } from '../errors.ts';
import { isMap, listAt, mapAt } from '../json.ts';
import { fromWire, same, toWire } from '../values.ts';
import { World } from '../world.ts';

export const casting: GoldenFile = () => {
  const bare = World.bare();
  return async (testCase) => {
    const world = await bare;
    const answer = world.request('cast', {
      type: toWire(testCase.type ?? null),
      constraints: toWire(mapAt(testCase, 'constraints')),
      input: toWire(testCase.input ?? null),
    });
    const expected = mapAt(testCase, 'expect');
    if (isMap(expected.error)) {
      const errors = listAt(answer.error ?? {}, 'errors');
      const passes = sameErrors(listAt(expected.error, 'errors'), errors);
      return passes ? undefined : differs('errors', expected.error, answer.error ?? answer.ok);
    }
    const actual = answer.error === undefined ? fromWire(answer.ok) : undefined;
    const passes = actual !== undefined && same(expected.ok ?? null, actual, 'full');
    return passes ? undefined : differs('value', expected.ok, answer.error ?? actual);
  };
};

import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { sameErrorClass, sameErrors } from '../errors.ts';
import { isMap, type JsonMap, listAt, mapAt, textAt } from '../json.ts';
import { toWire } from '../values.ts';
import { World, Worlds } from '../world.ts';

export const validations: GoldenFile = (file) => {
  const resources = mapAt(file, 'resources');
  const worlds = new Worlds();
  return async (testCase) => {
    const [resource, action] = [textAt(testCase, 'resource'), textAt(testCase, 'action')];
    const world = await worlds.get(`${resource}.${action}`, () =>
      World.of(resources, () => ({ actions: { [resource]: [action] } })),
    );
    const type = textAt(mapAt(mapAt(mapAt(resources, resource), 'actions'), action), 'type');
    return world.fresh(() => {
      const input = toWire(mapAt(testCase, 'input')) as JsonMap;
      if (type === 'create')
        return run(world, testCase, {
          resource,
          operations: [['for_create', action, { id: 'i1', ...input }]],
        });
      world.seed(resource, { id: 'i1', ...mapAt(testCase, 'data') });
      const record = world.record(resource, 'i1');
      return run(world, testCase, {
        resource,
        record,
        operations: [[`for_${type}`, action, input]],
      });
    });
  };
};

function run(world: World, testCase: JsonMap, changeset: JsonMap): string | undefined {
  const expected = mapAt(testCase, 'expect');
  const state = world.ok('changeset', { changeset }) as JsonMap;
  if (state.valid !== expected.valid) return differs('valid', expected, state);
  if (!sameErrors(listAt(expected, 'errors'), listAt(state, 'errors')))
    return differs('errors', expected.errors, state.errors);
  if (expected.run === undefined) return undefined;
  const answer = world.request('submit', { changeset });
  if (expected.run === 'ok')
    return answer.error === undefined ? undefined : differs('run', 'ok', answer.error);
  const error = isMap(expected.run) ? mapAt(expected.run, 'error') : {};
  const passes = answer.error !== undefined && sameErrorClass(error, answer.error);
  return passes ? undefined : differs('run', error, answer.error ?? answer.ok);
}

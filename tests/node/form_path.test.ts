import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, stepsOf } from '../../js/src/form/path.ts';

test('paths may be written with dots, with brackets or as a list', () => {
  for (const path of ['tracks.0.name', 'tracks[0].name', 'tracks[0][name]'])
    assert.deepEqual(stepsOf(path), ['tracks', 0, 'name']);
  assert.deepEqual(stepsOf(['tracks', 0, 'name']), ['tracks', 0, 'name']);
  assert.equal(nameOf(['tracks', 0, 'name']), 'tracks.0.name');
});

test('only whole numbers as they are usually written are indexes', () => {
  assert.deepEqual(stepsOf('a.01.-1.1e3.007'), ['a', '01', '-1', '1e3', '007']);
  assert.deepEqual(stepsOf(''), []);
});

test('the same text is parsed once', () => {
  assert.equal(stepsOf('some.path'), stepsOf('some.path'));
});

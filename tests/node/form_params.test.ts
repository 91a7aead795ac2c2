import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formParams } from '../../js/src/form/posted.ts';
import { TunezError } from '../../js/src/wire/errors.ts';

const paramsOf = (text: string) => formParams(new URLSearchParams(text));

test('names with steps are maps, whichever way they are written', () => {
  assert.deepEqual(paramsOf('name=x&tracks[1][name]=b&tracks.0.name=a'), {
    name: 'x',
    tracks: { 0: { name: 'a' }, 1: { name: 'b' } },
  });
});

test('a name that occurs more than once, or says so, holds a list', () => {
  assert.deepEqual(paramsOf('a=1&a=2&b[]=3&c=4&_sort_d[]=1&_sort_d[]=0'), {
    a: ['1', '2'],
    b: ['3'],
    c: '4',
    _sort_d: ['1', '0'],
  });
});

test('a name cannot be both a text and a map', () => {
  for (const text of ['a=1&a.b=2', 'a.b=2&a=1'])
    assert.throws(
      () => paramsOf(text),
      (error) => {
        assert.ok(error instanceof TunezError);
        assert.deepEqual([error.class, error.errors[0]!.path], ['invalid', ['a']]);
        return true;
      },
    );
});

test('no name reaches what objects inherit', () => {
  const params = paramsOf('__proto__[polluted]=1&constructor.prototype.x=1');
  assert.deepEqual(Object.keys(params), ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('files are left out', () => {
  const data = new FormData();
  data.append('cover', new Blob(['x']));
  data.append('name', 'x');
  assert.deepEqual(formParams(data), { name: 'x' });
});

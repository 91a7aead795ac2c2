// How the golden runner compares, which decides what passes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameErrors } from '../golden/errors.ts';
import { readFiles, GoldenProblem } from '../golden/files.ts';
import { fromWire, same, sameDecimal, sameUnordered, toWire } from '../golden/values.ts';

test('decimals are compared as numbers, in any notation', () => {
  assert.ok(sameDecimal('1.50', '1.5'));
  assert.ok(sameDecimal('1E+3', '1000'));
  assert.ok(sameDecimal('-0.0', '0'));
  assert.ok(!sameDecimal('1.5', '1.51'));
  assert.ok(!sameDecimal('1.5', 'x'));
});

test('a full answer says what kind a number is, a record does not', () => {
  assert.ok(same({ float: '3.0' }, { float: '3.0' }, 'full'));
  assert.ok(!same({ float: '3.0' }, 3, 'full'));
  assert.ok(same({ float: '3.0' }, 3, 'plain'));
  assert.ok(same({ decimal: '2.0' }, '2', 'plain'));
  assert.ok(!same({ decimal: '2.0' }, '2', 'full'));
});

test('a field that is expected as not loaded must be absent', () => {
  assert.ok(same({ id: 'a', name: { not_loaded: true } }, { id: 'a' }));
  assert.ok(!same({ id: 'a', name: null }, { id: 'a' }));
});

test('unordered lists are multisets', () => {
  assert.ok(sameUnordered(['a', 'b', 'a'], ['a', 'a', 'b']));
  assert.ok(!sameUnordered(['a', 'b', 'b'], ['a', 'a', 'b']));
});

test('values go to the wire and back', () => {
  const value = {
    price: { decimal: '1.50' },
    big: { bigint: '9007199254740993' },
    pair: { tuple: [1, { float: '2.0' }] },
    picked: { union: 'int', value: 3 },
  };
  assert.deepEqual(fromWire(toWire(value)), value);
});

test('errors are compared without their order, absent keys included', () => {
  const answer = (field: string, more: object = {}) => ({
    code: 'invalid_attribute',
    class: 'invalid',
    field,
    path: [],
    message: 'is invalid',
    template: 'is invalid',
    vars: {},
    ...more,
  });
  const expected = (field: string) => ({ code: 'InvalidAttribute', field, message: 'is invalid' });
  assert.ok(sameErrors([expected('a'), expected('b')], [answer('b'), answer('a')]));
  assert.ok(!sameErrors([expected('a')], [answer('a', { path: ['x'] })]));
  assert.ok(!sameErrors([expected('a')], [answer('a', { vars: { max: 1 } })]));
});

test('the two message families of implementations need only begin alike', () => {
  const answer = (message: string) => ({
    code: 'invalid_attribute',
    field: 'a',
    message,
    vars: {},
  });
  const expected = (message: string) => ({ code: 'InvalidAttribute', field: 'a', message });
  assert.ok(sameErrors([expected('must match ~r/^x/')], [answer('must match /^x/')]));
  assert.ok(
    sameErrors([expected('No union type matched\n  a: "b"')], [answer('No union type matched: c')]),
  );
  assert.ok(!sameErrors([expected('must match ~r/^x/')], [answer('is invalid')]));
});

test('a folder that cannot be read is a problem in a sentence', () => {
  assert.throws(() => readFiles('/nowhere/at/all'), GoldenProblem);
});

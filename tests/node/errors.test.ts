import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  errorFromMessage,
  errorToMessage,
  Forbidden,
  Framework,
  hostError,
  Invalid,
  TunezError,
  Unknown,
} from '../../js/src/wire/errors.ts';

const required = {
  code: 'required',
  class: 'invalid',
  field: 'name',
  path: [],
  message: 'attribute name is required',
  template: 'attribute %{field} is required',
  vars: {},
} as const;

test('each class of errors has its own exception', () => {
  const of = (errorClass: 'forbidden' | 'invalid' | 'framework' | 'unknown') =>
    errorFromMessage({ class: errorClass, errors: [] });
  assert.ok(of('forbidden') instanceof Forbidden);
  assert.ok(of('invalid') instanceof Invalid);
  assert.ok(of('framework') instanceof Framework);
  assert.ok(of('unknown') instanceof Unknown);
  assert.ok(of('invalid') instanceof TunezError && of('invalid') instanceof Error);
  assert.equal(of('invalid').name, 'Invalid');
});

test('an exception lists what is wrong, for programs and for people', () => {
  const error = errorFromMessage({
    class: 'invalid',
    errors: [
      required,
      { code: 'invalid_attribute', field: 'year', path: ['albums', 0], message: 'must be present' },
    ],
  });
  assert.deepEqual(error.errors[0], required);
  assert.equal(error.message, '\n* attribute name is required\n* albums.0.year: must be present');
  assert.equal(error.errors[1]?.class, 'invalid');
  assert.equal(error.errors[1].template, 'must be present');
});

test('bread crumbs are told, and found on a single error too', () => {
  const crumbs = ['building changeset for Artist.update'];
  const whole = errorFromMessage({ class: 'unknown', errors: [required], bread_crumbs: crumbs });
  assert.deepEqual(whole.breadCrumbs, crumbs);
  assert.match(whole.message, /\(building changeset for Artist\.update\)$/);
  const single = { ...required, bread_crumbs: crumbs };
  assert.deepEqual(errorFromMessage({ class: 'unknown', errors: [single] }).breadCrumbs, crumbs);
});

test('an error of this side keeps its cause and can be sent', () => {
  const cause = new Error('x');
  const error = hostError('worker_failed', 'the worker failed', cause);
  assert.equal(error.cause, cause);
  assert.ok(error instanceof Framework);
  assert.deepEqual(errorToMessage(error).errors, error.errors);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Changeset } from '../../js/src/client/changeset.ts';
import { Callbacks } from '../../js/src/runtime/callbacks.ts';
import { hostError } from '../../js/src/wire/errors.ts';

const state = {
  handle: 0,
  action: 'update',
  action_type: 'update',
  valid: true,
  phase: 'pending',
  attributes: { name: 'New' },
  arguments: {},
  params: {},
  defaults: [],
  errors: [],
  data: { name: 'Old', previousNames: [] },
  invalid_keys: [],
  context: {},
  tenant: null,
};

const evaluated: unknown[] = [];
const callbacks = new Callbacks({
  evaluate: (description) => {
    evaluated.push(description);
    return { ...state, attributes: { name: 'Newer' } } as never;
  },
  encodeOperations: (operations) => operations,
  send: () => ({}),
});
const invoke = (callback: unknown, message: object) =>
  callbacks.invoke(callbacks.register(callback), message as { kind: string });
const change = (callback: unknown) => invoke(callback, { kind: 'change', changeset: state });

function errorOf(answer: ReturnType<typeof change>) {
  assert.ok('error' in answer);
  return answer.error;
}

test('a value is what the function returns, nil where it returns nothing', () => {
  assert.deepEqual(
    invoke(() => 7, { kind: 'value' }),
    { ok: 7 },
  );
  assert.deepEqual(
    invoke(() => undefined, { kind: 'value' }),
    { ok: null },
  );
  assert.deepEqual(
    invoke((tenant: string) => tenant + '!', { kind: 'value', argument: 'a' }),
    { ok: 'a!' },
  );
});

test('a change answers with the operations it added', () => {
  const answer = change((changeset: Changeset) =>
    changeset.changeAttribute('name', String(changeset.getData('name')) + '?'),
  );
  assert.deepEqual(answer, { ok: { operations: [['change_attribute', 'name', 'Old?']] } });
  assert.deepEqual(
    change((changeset: Changeset) => changeset),
    { ok: { operations: [] } },
  );
});

test('a change as an object is called with its options and keeps its this', () => {
  const custom = {
    suffix: '!',
    change(changeset: Changeset, options: { field: string }) {
      return changeset.changeAttribute(options.field, this.suffix);
    },
  };
  const message = { kind: 'change', changeset: state, options: { field: 'name' } };
  assert.deepEqual(invoke(custom, message), {
    ok: { operations: [['change_attribute', 'name', '!']] },
  });
});

test('what a changeset holds is asked of the engine when it is looked at, and once', () => {
  evaluated.length = 0;
  const answer = change((changeset: Changeset) => {
    assert.deepEqual(evaluated, []);
    assert.equal(changeset.getAttribute('name'), 'Newer');
    assert.equal(changeset.valid, true);
    const changed = changeset.changeAttribute('name', 'newest');
    assert.equal(changed.getAttribute('name'), 'Newer');
    return changed;
  });
  assert.deepEqual(answer, { ok: { operations: [['change_attribute', 'name', 'newest']] } });
  assert.deepEqual(evaluated, [
    { handle: 0, operations: [] },
    { handle: 0, operations: [['change_attribute', 'name', 'newest']] },
  ]);
});

test('a function that throws gives an error value with its name and message', () => {
  const error = errorOf(
    change(() => {
      throw new RangeError('too far');
    }),
  );
  assert.equal(error.class, 'unknown');
  assert.equal(error.errors[0]?.code, 'callback_failed');
  assert.equal(error.errors[0].message, '** (RangeError) too far');
});

test('anything can be thrown', () => {
  const thrown = [
    undefined,
    null,
    'text',
    5n,
    Object.create(null),
    {
      toString: () => {
        throw new Error();
      },
    },
  ];
  for (const value of thrown)
    assert.equal(
      errorOf(
        change(() => {
          throw value;
        }),
      ).errors[0]?.code,
      'callback_failed',
    );
});

test('an error of Tunez that is thrown keeps its class and errors', () => {
  const error = errorOf(
    change(() => {
      throw hostError('stale_record', 'gone');
    }),
  );
  assert.equal(error.errors[0]?.code, 'stale_record');
});

test('a promise is refused, and its failure does not end the process', async () => {
  const fails = errorOf(change(async () => Promise.reject(new Error('later'))));
  assert.equal(fails.errors[0]?.code, 'callback_returned_promise');
  const validates = invoke(async () => Promise.resolve(null), {
    kind: 'validation',
    changeset: state,
  });
  assert.equal(errorOf(validates).errors[0]?.code, 'callback_returned_promise');
  await new Promise((resolve) => setImmediate(resolve));
});

test('a change that returns no changeset, or a foreign one, is an error', () => {
  assert.match(
    errorOf(change(() => undefined)).errors[0]?.message ?? '',
    /must return a changeset/,
  );
  let foreign: Changeset | undefined;
  change((changeset: Changeset) => (foreign = changeset));
  assert.match(errorOf(change(() => foreign)).errors[0]?.message ?? '', /it was given/);
});

test('a validation answers nil, or a list of errors', () => {
  const validate = (result: unknown) =>
    invoke(() => result, { kind: 'validation', changeset: state });
  assert.deepEqual(validate(undefined), { ok: null });
  assert.deepEqual(validate([]), { ok: null });
  assert.deepEqual(validate('is odd'), { ok: [{ message: 'is odd' }] });
  assert.deepEqual(validate({ field: 'name', message: 'is odd' }), {
    ok: [{ field: 'name', message: 'is odd' }],
  });
  assert.equal(errorOf(validate(7)).errors[0]?.code, 'callback_failed');
});

test('hooks may change the changeset, replace the record, or leave both alone', () => {
  const hook = (kind: string, callback: unknown, more = {}) =>
    invoke(callback, { kind, changeset: state, ...more });
  const rename = (changeset: Changeset) => changeset.forceChangeAttribute('name', 'x');
  assert.deepEqual(hook('before_action', rename), {
    ok: { operations: [['force_change_attribute', 'name', 'x']] },
  });
  assert.deepEqual(
    hook('before_action', () => undefined),
    { ok: null },
  );
  const record = { id: 1 };
  assert.deepEqual(
    hook('after_action', (_: Changeset, read: object) => ({ ...read, seen: true }), { record }),
    {
      ok: { record: { id: 1, seen: true } },
    },
  );
  assert.deepEqual(
    hook('after_action', () => undefined, { record }),
    { ok: null },
  );
  const result = { record };
  const outcome = hook('after_transaction', (_: Changeset, given: unknown) => given, { result });
  assert.deepEqual(outcome, { ok: { record } });
});

test('a callback is told who acts', () => {
  const context = { actor: { id: 1 }, tenant: null, source_context: { reason: 'test' } };
  let told: unknown;
  invoke((changeset: Changeset, given: unknown) => ((told = given), changeset), {
    kind: 'change',
    changeset: state,
    context,
  });
  assert.deepEqual(told, { actor: { id: 1 }, tenant: null, context: { reason: 'test' } });
});

test('callbacks of a request are forgotten when it ends, also when requests nest', () => {
  const outer = callbacks.beginRequest();
  const id = callbacks.registerForRequest(() => 1);
  const inner = callbacks.beginRequest();
  callbacks.registerForRequest(() => 2);
  callbacks.endRequest(inner);
  assert.deepEqual(callbacks.invoke(id, { kind: 'value' }), { ok: 1 });
  callbacks.endRequest(outer);
  assert.equal(
    errorOf(callbacks.invoke(id, { kind: 'value' })).errors[0]?.code,
    'assumption_failed',
  );
});

test('callbacks of a request that waits are kept until it has gone on', () => {
  const scope = callbacks.beginRequest();
  const id = callbacks.registerForRequest(() => 1);
  callbacks.keep(scope);
  callbacks.endRequest(scope);
  const other = callbacks.beginRequest();
  callbacks.endRequest(other);
  assert.deepEqual(callbacks.invoke(id, { kind: 'value' }), { ok: 1 });
  callbacks.beginRequest(scope);
  callbacks.endRequest(scope);
  callbacks.release(scope);
  assert.ok('error' in callbacks.invoke(id, { kind: 'value' }));
});

test('a hook that may wait answers with the number of its promise, and later with what came of it', async () => {
  const id = callbacks.register((changeset: Changeset) =>
    Promise.resolve(changeset.changeAttribute('n', 1)),
  );
  const message = { kind: 'before_transaction', changeset: state, may_wait: true };
  const answer = callbacks.invoke(id, message) as { ok: { promise: number } };
  const settled = await callbacks.settled(answer.ok.promise);
  assert.deepEqual(settled(), { ok: { operations: [['change_attribute', 'n', 1]] } });
});

test('a promise that fails is an error, and so is what a hook may not return', async () => {
  const answers = [() => Promise.reject(new RangeError('no')), () => Promise.resolve(1)].map(
    (hook) =>
      callbacks.invoke(callbacks.register(hook), {
        kind: 'before_transaction',
        changeset: state,
        may_wait: true,
      }),
  ) as { ok: { promise: number } }[];
  const messages = await Promise.all(
    answers.map(
      async ({ ok }) => errorOf((await callbacks.settled(ok.promise))()).errors[0]?.message,
    ),
  );
  assert.deepEqual(messages, [
    '** (RangeError) no',
    '** (TypeError) a change must return a changeset, this one returned number',
  ]);
});

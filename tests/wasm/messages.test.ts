import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Boundary, errorOf } from './support/boundary.ts';

const boundary = await Boundary.start([() => ({ ok: 'stamped' })]);
boundary.open();

test('an unknown message is refused with a typed error', () => {
  assert.equal(errorOf(boundary.run({ op: 'nonsense' })).code, 'invalid_message');
  assert.equal(errorOf(boundary.run([])).code, 'invalid_message');
  assert.equal(errorOf(boundary.runText('')).code, 'invalid_message');
});

test('text that is not valid UTF-8 is refused', () => {
  const bytes = new TextEncoder().encode('{"op":"cast","type":"string","input":"?"}');
  bytes[bytes.indexOf(63)] = 0xff;
  assert.equal(errorOf(boundary.runBytes(bytes)).code, 'invalid_message');
});

test('nesting without end is refused', () => {
  assert.equal(errorOf(boundary.runText('['.repeat(10_000))).code, 'invalid_message');
  assert.equal(errorOf(boundary.runText('{"a":'.repeat(1_000_000))).code, 'invalid_message');
});

test('characters beyond the basic plane and NULs go both ways', () => {
  const text = 'é €\u{1f600} \u2028 "quoted" \\ \u0000';
  assert.equal(boundary.value({ op: 'cast', type: 'string', input: text }), text);
});

test('a text of 50 MB goes in and out while memory grows', () => {
  const before = boundary.module.HEAPU8.length;
  const text = 'x'.repeat(50_000_000);
  assert.equal(boundary.value({ op: 'cast', type: 'string', input: text }), text);
  assert.ok(boundary.module.HEAPU8.length > before);
  const created = boundary.createNote(text).ok as { text: string };
  assert.equal(created.text.length, 50_000_000);
});

test('__proto__ is a key like any other', () => {
  const message = '{"op":"cast","type":"map","input":{"__proto__":{"admin":true}}}';
  const value = boundary.runText(message).ok as object;
  assert.deepEqual(Object.keys(value), ['__proto__']);
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});

test('damaged messages never stop the engine', () => {
  const good = JSON.stringify({
    op: 'create',
    resource: 'Note',
    input: { text: 'a', stamp: { $date: '2020-01-02' } },
    options: { actor: null, context: {}, tenant: [1.5, true] },
  });
  const letters = '{}[]":,$0123456789abc\\-.eE';
  let state = 1;
  const random = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  for (let round = 0; round < 5_000; round++) {
    let text = good;
    for (let change = random(4); change >= 0; change--) {
      const at = random(text.length);
      text = text.slice(0, at) + letters[random(letters.length)]! + text.slice(at + random(3));
    }
    const answer = boundary.runText(text);
    assert.ok('ok' in answer || answer.error!.errors.length > 0, text);
  }
  assert.ok('ok' in boundary.createNote('still here'));
});

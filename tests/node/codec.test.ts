import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, revive } from '../../js/src/wire/codec.ts';
import { TunezError } from '../../js/src/wire/errors.ts';
import { Atom, Decimal, ForbiddenField, Union } from '../../js/src/wire/values.ts';

const roundTrip = (value: unknown): unknown => revive(JSON.parse(encode(value)));
const wire = (value: unknown): unknown => JSON.parse(encode(value));

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof TunezError);
    assert.equal(error.errors[0]?.code, 'invalid_message');
    return error.message;
  }
  throw new Error('it was not refused');
}

test('plain values stand for themselves and are not copied', () => {
  const value = { a: [1, 'x', null, true, { b: 1.5 }] };
  assert.equal(encode(value), '{"a":[1,"x",null,true,{"b":1.5}]}');
});

test('integers beyond 2^53 keep every digit', () => {
  assert.deepEqual(wire(9007199254740993n), { $integer: '9007199254740993' });
  assert.equal(roundTrip(-9223372036854775808n), -9223372036854775808n);
  assert.equal(encode(5n), '5');
  assert.equal(encode(9007199254740992n), '{"$integer":"9007199254740992"}');
});

test('numbers that are no JSON are sent as floats that no type accepts', () => {
  assert.deepEqual(wire([NaN, -Infinity]), [{ $decimal: 'NaN' }, { $decimal: '-Infinity' }]);
});

test('dates, bytes, decimals, symbols and unions are tagged', () => {
  assert.deepEqual(wire(new Date(0)), { $datetime: '1970-01-01T00:00:00.000Z' });
  assert.deepEqual(wire(new Decimal('1.50')), { $decimal: '1.50' });
  assert.deepEqual(wire(new Atom('draft')), { $atom: 'draft' });
  assert.deepEqual(wire(new Union('text', 'x')), { $union: 'text', value: 'x' });
  assert.deepEqual(roundTrip(new Uint8Array([0, 127, 255])), new Uint8Array([0, 127, 255]));
  assert.deepEqual(roundTrip(new Union('n', 2n ** 60n)), new Union('n', 2n ** 60n));
});

test('an invalid Date is refused', () => {
  assert.match(
    refusal(() => encode({ at: new Date(NaN) })),
    /invalid Date/,
  );
});

test('bytes of a megabyte survive', () => {
  const bytes = new Uint8Array(1 << 20).map((_, index) => index * 31);
  assert.deepEqual(roundTrip({ bytes }), { bytes });
});

test('maps with a key that begins with $ are escaped', () => {
  const value = { $date: 'no date', plain: { $x: [1, { $y: 2 }] } };
  assert.deepEqual(wire({ $x: 1 }), { $map: [['$x', 1]] });
  assert.deepEqual(roundTrip(value), value);
});

test('undefined is an absent key, and nil inside a list', () => {
  assert.equal(encode({ a: undefined, b: [undefined, 1n] }), '{"b":[null,1]}');
  assert.equal(encode({ a: undefined, $b: undefined, c: 1n }), '{"$map":[["c",1]]}');
});

test('__proto__ is a key like any other, in both directions', () => {
  const hostile = JSON.parse(
    '{"__proto__":{"polluted":1},"big":{"$integer":"9007199254740993"}}',
  ) as object;
  const read = revive(hostile) as Record<string, unknown>;
  assert.deepEqual(Object.keys(read), ['__proto__', 'big']);
  assert.equal(Object.getPrototypeOf(read), Object.prototype);
  assert.equal(encode(read), '{"__proto__":{"polluted":1},"big":{"$integer":"9007199254740993"}}');
  assert.equal(({} as { polluted?: number }).polluted, undefined);
  const escaped = revive({
    $map: [
      ['__proto__', 1],
      ['$x', 2],
    ],
  }) as object;
  assert.equal(Object.getPrototypeOf(escaped), Object.prototype);
  assert.deepEqual(Object.keys(escaped), ['__proto__', '$x']);
});

test('a value that contains itself, or is nested too deeply, is refused before the stack ends', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  assert.match(
    refusal(() => encode(cycle)),
    /contains itself/,
  );
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level++) deep = [deep];
  assert.match(
    refusal(() => encode(deep)),
    /deeper than 256/,
  );
  let fits: unknown = 1;
  for (let level = 0; level < 256; level++) fits = [fits];
  assert.deepEqual(roundTrip(fits), fits);
});

test('half a surrogate pair becomes U+FFFD, whole pairs and escaped texts stay', () => {
  assert.equal(encode('a\ud800b'), '"a\ufffdb"');
  assert.equal(encode({ '\udc00': 1 }), '{"\ufffd":1}');
  assert.equal(roundTrip('👩‍🚀 \\ud800 \\\\ud800'), '👩‍🚀 \\ud800 \\\\ud800');
  assert.equal(roundTrip('\\\ud800'), '\\\ufffd');
});

test('functions and symbols are refused', () => {
  assert.match(
    refusal(() => encode({ f: () => 1 })),
    /function cannot be sent/,
  );
  assert.match(
    refusal(() => encode([Symbol('x')])),
    /symbol cannot be sent/,
  );
  assert.match(
    refusal(() => encode(new ForbiddenField('salary'))),
    /salary has no value/,
  );
});

test('Map, Set, null-prototype maps, instances and toJSON are read as what they hold', () => {
  class Point {
    x = 1;
    y = 2n ** 60n;
  }
  const bare = Object.assign(Object.create(null) as object, { a: 1 });
  assert.deepEqual(wire([new Map([['k', 1n]]), new Set([1, 2]), bare, new URL('https://x.y/')]), [
    { k: 1 },
    [1, 2],
    { a: 1 },
    'https://x.y/',
  ]);
  assert.deepEqual(wire(new Point()), { x: 1, y: { $integer: String(2n ** 60n) } });
  assert.match(
    refusal(() => encode(new Map([[1, 2]]))),
    /keys of a Map/,
  );
});

test('every tag of a result is revived', () => {
  const answer = {
    integer: { $integer: '-9007199254740993' },
    float: { $float: '-0.0' },
    tuple: { $tuple: [1, { $integer: '9007199254740993' }] },
    keyword: {
      $keyword: [
        ['b', 1],
        ['a', { $binary: '' }],
      ],
    },
    hidden: { $forbidden: 'salary' },
    date: { $date: '2026-01-01' },
  };
  assert.deepEqual(revive(answer), {
    integer: -9007199254740993n,
    float: -0,
    tuple: [1, 9007199254740993n],
    keyword: { b: 1, a: new Uint8Array() },
    hidden: new ForbiddenField('salary'),
    date: '2026-01-01',
  });
  assert.match(
    refusal(() => revive({ $unheard: 1 })),
    /unknown tag/,
  );
});

test('whatever can be encoded comes back equal (random values)', () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const texts = ['', 'x', '$x', '__proto__', 'ß', '👩‍🚀', '"\\', '\u2028', 'constructor'];
  const make = (depth: number): unknown => {
    switch (random(depth > 4 ? 6 : 9)) {
      case 0:
        return null;
      case 1:
        return random(2) === 0;
      case 2:
        return random(1000) - 500;
      case 3:
        return random(1000) / 7;
      case 4:
        return BigInt(random(1000) + 1) * 2n ** 60n;
      case 5:
        return texts[random(texts.length)];
      case 6:
        return new Uint8Array(Array.from({ length: random(5) }, () => random(256)));
      case 7:
        return Array.from({ length: random(4) }, () => make(depth + 1));
      default:
        return Object.fromEntries(
          Array.from({ length: random(4) }, () => [texts[random(texts.length)]!, make(depth + 1)]),
        );
    }
  };
  for (let round = 0; round < 2000; round++) {
    const value = make(0);
    assert.deepEqual(roundTrip(value), value);
  }
});

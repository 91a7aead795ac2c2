// What goes in comes out: every kind of value, and hostile ones.
import assert from 'node:assert/strict';
import { Decimal, Union } from 'tunez';
import { codesOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const values = all;

scenario('values of every type come back as they were given', async (tunez) => {
  const input = {
    text: '  "quoted" \\ \n\u0000 👩‍🚀 ß İ \u2028 ',
    count: 42,
    ratio: 0.1,
    price: '1.50',
    flag: true,
    day: '2026-02-28',
    at: '2026-02-28T13:45:00.123456Z',
    bytes: new Uint8Array([0, 1, 255]),
    extra: { a: [1, { b: null }], ü: 'x' },
    tags: ['a', 'b'],
  };
  const sample = await tunez.music.createSample(input);
  assert.deepEqual(sample, { ...input, id: sample.id, either: null });
  assert.deepEqual(await tunez.music.getSample(sample.id), sample);
});

scenario('integers keep every digit of 64 bits', async (tunez) => {
  for (const count of [2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n]) {
    const sample = await tunez.music.createSample({ count });
    assert.equal(sample.count, count);
    assert.equal((await tunez.music.getSample(sample.id)).count, count);
  }
  assert.equal((await tunez.music.createSample({ count: 5n })).count, 5);
});

scenario('decimals are exact, whichever way they are given', async (tunez) => {
  const price = async (given: string | number | bigint | Decimal) =>
    (await tunez.music.createSample({ price: given })).price;
  assert.equal(await price('123456789012345678901234.50'), '123456789012345678901234.50');
  assert.equal(await price(new Decimal('0.10')), '0.10');
  assert.equal(await price(0.1), '0.1');
  assert.equal(await price(7n), '7');
});

scenario('a Date is a point in time, and a day', async (tunez) => {
  const given = new Date(Date.UTC(2026, 0, 31, 23, 59, 59, 5));
  const { at, day } = await tunez.music.createSample({ at: given, day: given });
  assert.equal(at, '2026-01-31T23:59:59.005000Z');
  assert.equal(day, '2026-01-31');
});

scenario('a union says which member it is, and is recognised again', async (tunez) => {
  const number = await tunez.music.createSample({ either: 5 });
  assert.deepEqual(number.either, new Union('number', 5));
  const text = await tunez.music.createSample({ either: new Union('text', '5') });
  assert.deepEqual(text.either, new Union('text', '5'));
  assert.deepEqual((await tunez.music.getSample(text.id)).either, new Union('text', '5'));
});

scenario('__proto__ and other odd keys are data, and pollute nothing', async (tunez) => {
  const extra = JSON.parse(
    '{"__proto__":{"polluted":true},"constructor":1,"$big":2,"":3}',
  ) as object;
  const sample = await tunez.music.createSample({ extra: extra as never });
  const read = (await tunez.music.getSample(sample.id)).extra as object;
  assert.deepEqual(Object.entries(read), Object.entries(extra));
  assert.equal(Object.getPrototypeOf(read), Object.prototype);
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  const hostile = JSON.parse('{"__proto__":{"text":"x"}}') as object;
  // Inputs that begin with an underscore are skipped, this one like any other.
  assert.notEqual((await tunez.music.createSample(hostile)).text, 'x');
});

scenario('half a surrogate pair is stored as U+FFFD', async (tunez) => {
  assert.equal((await tunez.music.createSample({ text: 'a\ud800' })).text, 'a\ufffd');
});

scenario('a long text survives', async (tunez) => {
  const text = 'ä€😀'.repeat(300_000);
  const sample = await tunez.music.createSample({ text });
  assert.equal((await tunez.music.getSample(sample.id)).text === text, true);
});

scenario(
  'what contains itself or is nested without end is refused, and the session goes on',
  async (tunez) => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    assert.deepEqual(await codesOf(tunez.music.createSample({ extra: cycle as never })), [
      'invalid_message',
    ]);
    let deep: unknown = null;
    for (let level = 0; level < 10_000; level++) deep = { deep };
    assert.deepEqual(await codesOf(tunez.music.createSample({ extra: deep as never })), [
      'invalid_message',
    ]);
    assert.equal((await tunez.music.createSample({ count: 1 })).count, 1);
  },
);

scenario('NaN and infinities are no numbers', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.music.createSample({ ratio: NaN })), ['invalid_attribute']);
  assert.deepEqual(await codesOf(tunez.music.createSample({ count: Infinity })), [
    'invalid_attribute',
  ]);
});

scenario('equal bytes and maps are no change', async (tunez) => {
  const sample = await tunez.music.createSample({ bytes: new Uint8Array([1, 2]), extra: { a: 1 } });
  const same = await tunez.music.updateSample(sample, {
    bytes: new Uint8Array([1, 2]),
    extra: { a: 1 },
  });
  assert.deepEqual(same, sample);
});

// The packed form, read by what reads it in pages: written here byte by byte, and by the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer } from '../../js/src/wire/answer.ts';
import { recordShape } from '../../js/src/wire/packed.ts';

interface Parts {
  readonly description?: unknown;
  readonly words: readonly number[];
  readonly ascii?: string;
  readonly wide?: string;
}

/** An answer as docs/wire.md §12 has it, from parts of it. */
function packed({ description, words, ascii = '', wide = '' }: Parts): Uint8Array {
  const described = description === undefined ? '' : JSON.stringify(description);
  const text = described + ascii;
  const padded = text.length + (text.length & 1);
  const bytes = new Uint8Array(4 * (5 + words.length) + padded + 2 * wide.length);
  const view = new DataView(bytes.buffer);
  const head = ['P'.charCodeAt(0), words.length, described.length, text.length, wide.length];
  [...head, ...words].forEach((word, index) => view.setInt32(4 * index, word, true));
  let at = 4 * (5 + words.length);
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
  at += padded;
  for (let index = 0; index < wide.length; index++)
    view.setUint16(at + 2 * index, wide.charCodeAt(index), true);
  return bytes;
}

const read = (parts: Parts): unknown => readAnswer(packed(parts)).ok;
const [ascii, wide, json, tagged] = [0, 1, 2, 3];
const text = (length: number, form = ascii): number => (length << 2) | form;

test('records have their fields in order, and texts of every form', () => {
  const fields = [['id', 1], ['name', 0], ['title', 0], ['extra', 0], ['big', 0]]; // prettier-ignore
  const extra = '{"a":[1,null]}';
  const big = '{"$integer":"9007199254740993"}';
  const records = read({
    description: ['many', fields],
    words: [2, 1, text(3), text(4, wide), text(extra.length, json), text(big.length, tagged), 2, -1, -1, -1, -1], // prettier-ignore
    ascii: `Ada${extra}${big}`,
    wide: 'Ürn🎵',
  });
  assert.deepEqual(records, [
    { id: 1, name: 'Ada', title: 'Ürn🎵'.slice(0, 4), extra: { a: [1, null] }, big: 9007199254740993n }, // prettier-ignore
    { id: 2, name: null, title: null, extra: null, big: null },
  ]);
  assert.deepEqual(Object.keys((records as object[])[0]!), ['id', 'name', 'title', 'extra', 'big']);
});

test('numbers and truth values have words of their own, or say what they are in a text', () => {
  const halves = new Int32Array(new Float64Array([-0.1]).buffer);
  const [nil, asText] = [-0x8000_0000, -0x7fff_ffff];
  const record = read({
    description: ['one', [['a', 1], ['b', 1], ['c', 1], ['d', 2], ['e', 2], ['f', 2], ['g', 3], ['h', 3], ['i', 3], ['j', 3]]], // prettier-ignore
    words: [1, -7, nil, asText, text(10, json), halves[0]!, halves[1]!, 0, -1, 1, -1, text(3, json), 0, 1, -1, 2, text(1, json)], // prettier-ignore
    ascii: '21474836482.07',
  });
  assert.deepEqual(record, { a: -7, b: null, c: 2147483648, d: -0.1, e: null, f: 2, g: false, h: true, i: null, j: 7 }); // prettier-ignore
});

test('what was loaded stands inside its record, a page with what it says', () => {
  const album = [['year', 1]];
  const page = '{"count":3,"limit":1}';
  const artist = read({
    description: ['one', [['id', 1], ['albums', 'many', album], ['label', 'one', [['name', 0]]], ['friend', 'one', []], ['fans', 'page', album]]], // prettier-ignore
    words: [1, 5, 2, 1990, 2001, 1, text(2), 0, 1, 7, text(page.length, json)],
    ascii: `4A${page}`,
  });
  assert.deepEqual(artist, {
    id: 5,
    albums: [{ year: 1990 }, { year: 2001 }],
    label: { name: '4A' },
    friend: null,
    fans: { results: [{ year: 7 }], count: 3, limit: 1 },
  });
});

test('the record of a prepared request is read by what is known of it', () => {
  const shape = recordShape([['id', 1], ['name', 0]]); // prettier-ignore
  const bytes = packed({ words: [3, text(2)], ascii: 'Bo' });
  assert.deepEqual(readAnswer(bytes, 0, bytes.length, undefined, shape).ok, { id: 3, name: 'Bo' });
});

test('a field may have any name, and pollutes nothing', () => {
  const fields = [['__proto__', 0], ['constructor', 0], ['7', 0]]; // prettier-ignore
  const record = read({ description: ['one', fields], words: [1, text(1), text(1), text(1)], ascii: 'abc' }) as object; // prettier-ignore
  assert.equal(Object.getPrototypeOf(record), Object.prototype);
  assert.deepEqual(new Map(Object.entries(record)), new Map([['7', 'c'], ['__proto__', 'a'], ['constructor', 'b']])); // prettier-ignore
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('records that were read are one another’s in nothing', () => {
  const read2 = (): { id: number }[] =>
    read({ description: ['many', [['id', 1]]], words: [2, 1, 2] }) as { id: number }[];
  const [first] = read2();
  first!.id = 99;
  assert.deepEqual(read2(), [{ id: 1 }, { id: 2 }]);
});

test('what does not begin as packed answers do is JSON', () => {
  const bytes = new TextEncoder().encode('{"ok":[1]}');
  assert.deepEqual(readAnswer(bytes), { ok: [1] });
});

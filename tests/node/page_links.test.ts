// Links from page to page, over pages that an engine made.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  domain,
  hasNextPage,
  hasPrevPage,
  lastPage,
  open,
  type PageOptions,
  pageFromParams,
  pageLinkParams,
  pageNumber,
  resource,
  t,
} from 'tunez';

const Note = resource('Note', {
  attributes: { id: t.integer().primaryKey(), text: t.string().required().public() },
  actions: {
    defaults: ['create'],
    defaultAccept: ['text'],
    list: { type: 'read', pagination: { offset: true, keyset: true, countable: true } },
  },
});
const Notes = domain('Notes', {
  resources: { Note },
  interface: ({ define }) => ({ add: define(Note, 'create'), list: define(Note, 'list') }),
});
const tunez = await open({ domains: [Notes], storage: ':memory:' });
after(() => tunez.close());
for (const text of ['a', 'b', 'c', 'd', 'e']) await tunez.notes.add({ text });

const pageOf = (page: PageOptions) => tunez.notes.list({ sort: 'text', page });
const textsOf = async (page: PageOptions) => (await pageOf(page)).results.map(({ text }) => text);

test('by offset a link leads to each page that there is', async () => {
  const page = await pageOf({ limit: 2, offset: 2, count: true });
  assert.deepEqual([pageNumber(page), lastPage(page)], [2, 3]);
  assert.deepEqual(pageLinkParams(page, 'first'), { limit: 2 });
  assert.deepEqual(pageLinkParams(page, 'prev'), { limit: 2, offset: 0 });
  assert.deepEqual(pageLinkParams(page, 'next'), { limit: 2, offset: 4 });
  assert.deepEqual(pageLinkParams(page, 'last'), { limit: 2, offset: 3 });
  assert.deepEqual(pageLinkParams(page, 3), { limit: 2, offset: 4 });
});

test('by offset no link leads beyond an end', async () => {
  const first = await pageOf({ limit: 2, offset: 0 });
  assert.deepEqual([hasPrevPage(first), hasNextPage(first)], [false, true]);
  const last = await pageOf({ limit: 2, offset: 4, count: true });
  assert.deepEqual([hasPrevPage(last), hasNextPage(last)], [true, false]);
  for (const number of [0, -1, 4, 1.5, NaN]) assert.equal(pageLinkParams(last, number), undefined);
  assert.deepEqual(pageLinkParams(await pageOf({ limit: 2, offset: 1 }), 'prev'), {
    ...{ limit: 2, offset: 0 },
  });
});

test('where nobody has counted, the last page is not known', async () => {
  const page = await pageOf({ limit: 2, offset: 0 });
  assert.deepEqual([lastPage(page), pageLinkParams(page, 'last')], [undefined, undefined]);
  assert.deepEqual(pageLinkParams(page, 9), { limit: 2, offset: 16 });
});

test('by keyset links lead forth and back, and stop at both ends', async () => {
  const { keysets } = await pageOf({ limit: 2, offset: 0 });
  const second = await pageOf({ limit: 2, after: keysets!.at(-1)! });
  assert.deepEqual([hasPrevPage(second), hasNextPage(second)], [true, true]);
  assert.deepEqual(await textsOf(pageLinkParams(second, 'next')!), ['e']);
  const last = await pageOf(pageLinkParams(second, 'next')!);
  assert.deepEqual([hasPrevPage(last), hasNextPage(last)], [true, false]);
  const first = await pageOf(pageLinkParams(second, 'prev')!);
  assert.deepEqual(
    first.results.map(({ text }) => text),
    ['a', 'b'],
  );
  assert.deepEqual([hasPrevPage(first), hasNextPage(first)], [false, true]);
  assert.deepEqual(await textsOf(pageLinkParams(first, 'next')!), ['c', 'd']);
  for (const target of ['last', 2] as const)
    assert.equal(pageLinkParams(second, target), undefined);
  assert.equal(pageNumber(second), undefined);
});

test('an address says which page is meant', () => {
  const from = (text: string) => pageFromParams(new URLSearchParams(text), 12);
  assert.deepEqual(from(''), { limit: 12 });
  assert.deepEqual(from('limit=5&offset=10'), { limit: 5, offset: 10 });
  assert.deepEqual(from('after=abc&offset=10'), { limit: 12, after: 'abc' });
  assert.deepEqual(from('before=abc'), { limit: 12, before: 'abc' });
  assert.deepEqual(pageFromParams({ limit: 5, offset: 0 }, 12, { count: true }), {
    ...{ limit: 5, offset: 0, count: true },
  });
});

test('what is nonsense in an address is the first page', () => {
  for (const text of ['limit=0', 'limit=-5', 'offset=x', 'limit=1e3&offset=99999999999999999999'])
    assert.deepEqual(pageFromParams(new URLSearchParams(text), 12), { limit: 12 }, text);
});

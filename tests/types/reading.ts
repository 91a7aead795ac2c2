/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// Types of searches, pages of relationships, streams, plans and calculations in code.
import { calculate, customAggregate, type Explanation, expr } from 'tunez';
import { domain, hasMany, resource, search, searchRank, t, type TunezOf } from 'tunez';
import { expectTypeOf } from './expect_type.ts';

const Shelf = resource('Shelf', {
  attributes: { id: t.integer().primaryKey(), name: t.string().required() },
  relationships: { books: hasMany('Book') },
  aggregates: { total: customAggregate(t.integer(), 'books', 'pages', (all: number[]) => all[0]!) },
  calculations: {
    label: calculate(t.string(), (shelves: readonly { name: string }[]) =>
      shelves.map(({ name }) => name),
    ),
  },
  fullText: { words: { fields: ['name'] } },
  actions: { defaults: ['read'] },
});
const Book = resource('Book', {
  attributes: { id: t.integer().primaryKey(), pages: t.integer().required() },
  actions: {
    defaults: ['read'],
    browse: {
      type: 'read',
      pagination: { offset: true, required: false, paginateByDefault: true },
    },
    skim: { type: 'read', pagination: { offset: true, required: false } },
  },
});
const Library = domain('Library', {
  resources: { Shelf, Book },
  interface: ({ define }) => ({
    readShelves: define(Shelf, 'read'),
    browse: define(Book, 'browse'),
    skim: define(Book, 'skim'),
  }),
});

declare const tunez: TunezOf<[typeof Library]>;

export async function reads(): Promise<void> {
  const [shelf] = await tunez.library.readShelves({
    filter: { words: 'x' },
    sort: [searchRank('words', 'x'), 'name'],
    load: { books: { page: { limit: 3 } }, label: true, total: true },
  });
  expectTypeOf(shelf?.books.results[0]?.pages).toEqualTypeOf<number | undefined>();
  expectTypeOf(shelf?.books.more).toEqualTypeOf<boolean | undefined>();
  expectTypeOf(shelf?.label).toEqualTypeOf<string | null | undefined>();
  expectTypeOf(shelf?.total).toEqualTypeOf<number | null | undefined>();
  for await (const one of tunez.library.readShelves.stream({ batchSize: 10, load: ['books'] }))
    expectTypeOf(one.books[0]?.pages).toEqualTypeOf<number | undefined>();
  expectTypeOf(
    await tunez.library.readShelves.explain({ filter: search('words', 'x') }),
  ).toEqualTypeOf<Explanation[]>();
  // @ts-expect-error there is no such index
  await tunez.library.readShelves({ filter: { wrods: 'x' } });
  await tunez.library.readShelves({
    lock: 'for_update',
    load: { books: { lock: 'FOR SHARE NOWAIT' } },
  });
  // @ts-expect-error this is no lock
  await tunez.library.readShelves({ lock: 'for_ever' });
  // @ts-expect-error a stream has no page
  tunez.library.readShelves.stream({ page: { limit: 1 } });
}

export const untyped = expr(({ name, age }) => name.contains('x').and(age.gt(3)));

export const refused = resource('Refused', {
  attributes: { id: t.integer().primaryKey() },
  // @ts-expect-error an index is over attributes of its resource
  fullText: { words: { fields: ['nmae'] } },
});

export async function pagesByDefault(): Promise<void> {
  expectTypeOf((await tunez.library.browse()).results[0]!.pages).toEqualTypeOf<number>();
  expectTypeOf((await tunez.library.skim())[0]!.pages).toEqualTypeOf<number>();
}

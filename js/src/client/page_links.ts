// Pages as links: what stands in an address to get from one page to another (spec 14.5).
import type { Page, PageOptions } from '../definition/query_types.ts';

/** Where a link leads: a step, an end, or the number of a page, from 1 on. */
export type PageTarget = 'first' | 'prev' | 'next' | 'last' | number;

/** What stands in the address of a page. */
export type PageParams = Pick<PageOptions, 'limit' | 'offset' | 'after' | 'before'>;

/**
 * The params of a link from a page to another one, `undefined` where there is none: a step beyond an
 * end, the last page where nobody has counted, and everything but steps and `first` by keyset.
 */
export function pageLinkParams(page: Page<unknown>, target: PageTarget): PageParams | undefined {
  if (target === 'first') return { limit: page.limit };
  return page.offset === undefined ? byKeyset(page, target) : byOffset(page, page.offset, target);
}

function byOffset(page: Page<unknown>, offset: number, target: PageTarget): PageParams | undefined {
  const { limit, more, count } = page;
  const at = (place: number) => ({ limit, offset: Math.max(place, 0) });
  switch (target) {
    case 'prev':
      return offset > 0 ? at(offset - limit) : undefined;
    case 'next':
      return more ? at(offset + limit) : undefined;
    case 'last':
      return typeof count === 'number' ? at(count - limit) : undefined;
    default:
      return isPageNumber(page, target) ? at((Number(target) - 1) * limit) : undefined;
  }
}

function isPageNumber(page: Page<unknown>, number: unknown): boolean {
  return (
    Number.isInteger(number) &&
    Number(number) >= 1 &&
    Number(number) <= (lastPage(page) ?? Infinity)
  );
}

// `more` is about the direction in which the page was asked for.
function byKeyset(page: Page<unknown>, target: PageTarget): PageParams | undefined {
  const { limit, more, keysets = [], after, before } = page;
  const [first, last] = [keysets[0], keysets.at(-1)];
  const backwards = before !== undefined;
  if (target === 'next' && last !== undefined && (backwards || more)) return { limit, after: last };
  const precedes = backwards ? more : after !== undefined;
  if (target === 'prev' && first !== undefined && precedes) return { limit, before: first };
  return undefined;
}

/** Whether there is a page behind this one. */
export function hasNextPage(page: Page<unknown>): boolean {
  return pageLinkParams(page, 'next') !== undefined;
}

/** Whether there is a page before this one. */
export function hasPrevPage(page: Page<unknown>): boolean {
  return pageLinkParams(page, 'prev') !== undefined;
}

/** Which page it is, from 1 on; `undefined` by keyset. */
export function pageNumber({ offset, limit }: Page<unknown>): number | undefined {
  return offset === undefined ? undefined : Math.floor(offset / limit) + 1;
}

/** How many pages there are, at least 1; `undefined` where nobody has counted, and by keyset. */
export function lastPage({ offset, count, limit }: Page<unknown>): number | undefined {
  if (offset === undefined || typeof count !== 'number') return undefined;
  return Math.max(Math.ceil(count / limit), 1);
}

/**
 * The option `page` for what stands in an address. Whoever edits an address by hand gets the first
 * page, not an error; a cursor that is none is the engine's to refuse.
 */
export function pageFromParams(
  params: URLSearchParams | Readonly<Record<string, unknown>>,
  defaultLimit: number,
  options: { readonly count?: boolean } = {},
): PageOptions {
  const given = new Map<string, unknown>(
    params instanceof URLSearchParams ? params : Object.entries(params),
  );
  const number = (name: string, least: number) => {
    const value = given.get(name);
    const parsed = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    return Number.isSafeInteger(parsed) && Number(parsed) >= least ? Number(parsed) : undefined;
  };
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [offset, after, before] = [number('offset', 0), text('after'), text('before')];
  return {
    limit: number('limit', 1) ?? defaultLimit,
    ...(after !== undefined
      ? { after }
      : before !== undefined
        ? { before }
        : offset !== undefined && { offset }),
    ...(options.count === true && { count: true }),
  };
}

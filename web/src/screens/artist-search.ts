import { artistOrders, defaultOrder, type ArtistOrder } from './artist-orders';

/** What the artists page shows, as it stands in the address. */
export interface ArtistSearch {
  readonly query: string;
  readonly order: ArtistOrder;
  /** Counted from 1. */
  readonly page: number;
}

export const pageSize = 12;

export function searchFrom(params: URLSearchParams): ArtistSearch {
  const page = Number(params.get('page') ?? '1');
  return {
    query: params.get('q') ?? '',
    order: artistOrders.find(({ sort }) => sort === params.get('sort')) ?? defaultOrder,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  };
}

/** The address of a search, without what goes without saying. */
export function addressOf({ query, order, page }: ArtistSearch): string {
  const params = new URLSearchParams();
  if (query !== '') params.set('q', query);
  if (order !== defaultOrder) params.set('sort', order.sort);
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `/?${params}` : '/';
}

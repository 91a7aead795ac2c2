/** The orders of the artists list. What stands in the address is the sort itself; the first is the default. */
export const artistOrders = [
  { sort: '-updatedAt', label: 'Recently updated' },
  { sort: '-insertedAt', label: 'Recently added' },
  { sort: 'name', label: 'Name' },
] as const;

export type ArtistOrder = (typeof artistOrders)[number];

export function orderFrom(search: URLSearchParams): ArtistOrder {
  return artistOrders.find(({ sort }) => sort === search.get('sort')) ?? artistOrders[0];
}

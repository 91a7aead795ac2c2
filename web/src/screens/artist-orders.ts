/**
 * The orders of the artists list. What stands in the address is the first term; the first order is
 * the default. Artists that are equal stand by name, and each in one place, whatever the page.
 */
const orders = [
  { sort: '-updatedAt', label: 'Recently updated' },
  { sort: '-insertedAt', label: 'Recently added' },
  { sort: 'name', label: 'Name' },
  { sort: '-albumCount', label: 'Number of albums' },
  { sort: '--latestAlbumYearReleased', label: 'Latest album release' },
  { sort: '-followerCount', label: 'Popularity' },
  { sort: '-followedByMe', label: 'Followed artists first' },
] as const;

export type ArtistOrder = (typeof orders)[number];

export const artistOrders: readonly ArtistOrder[] = orders;
export const defaultOrder: ArtistOrder = orders[0];

export function termsOf({ sort }: ArtistOrder) {
  return [sort, 'name', 'id'] as const;
}

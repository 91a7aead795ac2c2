import { artistOrders } from './artist-orders';
import type { ArtistSearch } from './artist-search';
import type { SearchChange } from './search-change';

/** The order lives in the address, so that it survives a reload and can be shared. */
export function SortSelect({ search, change }: { search: ArtistSearch; change: SearchChange }) {
  const choose = (sort: string) =>
    change({ order: artistOrders.find((one) => one.sort === sort)! });
  return (
    <div className="select">
      <label htmlFor="sort">Sort by</label>
      <div className="select-box">
        <select
          id="sort"
          name="sort"
          data-role="artist-sort"
          value={search.order.sort}
          onChange={(event) => choose(event.target.value)}
        >
          {artistOrders.map(({ sort, label }) => (
            <option key={sort} value={sort}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

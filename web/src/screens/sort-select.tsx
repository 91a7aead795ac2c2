import { useSearchParams } from 'react-router';
import type { ArtistOrder } from './artist-orders';

interface SortSelectProps {
  orders: readonly ArtistOrder[];
  current: ArtistOrder;
}

/** The order lives in the address, so that it survives a reload and can be shared. */
export function SortSelect({ orders, current }: SortSelectProps) {
  const [search, setSearch] = useSearchParams();
  const choose = (sort: string) => {
    const next = new URLSearchParams(search);
    if (sort === orders[0]!.sort) next.delete('sort');
    else next.set('sort', sort);
    setSearch(next, { preventScrollReset: true });
  };
  return (
    <div className="select">
      <label htmlFor="sort">Sort by</label>
      <div className="select-box">
        <select
          id="sort"
          name="sort"
          data-role="artist-sort"
          value={current.sort}
          onChange={(event) => choose(event.target.value)}
        >
          {orders.map(({ sort, label }) => (
            <option key={sort} value={sort}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

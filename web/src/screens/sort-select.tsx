import { useNavigate } from 'react-router';
import { artistOrders } from './artist-orders';
import { addressOf, type ArtistSearch } from './artist-search';

/** The order lives in the address, so that it survives a reload and can be shared. */
export function SortSelect({ search }: { search: ArtistSearch }) {
  const navigate = useNavigate();
  const choose = (sort: string) => {
    const order = artistOrders.find((one) => one.sort === sort)!;
    void navigate(addressOf({ ...search, order, page: 1 }), { preventScrollReset: true });
  };
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

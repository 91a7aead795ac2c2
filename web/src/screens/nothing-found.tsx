import { Link } from 'react-router';
import { buttonClass } from '../ui/button';
import { addressOf, type ArtistSearch } from './artist-search';

export function NothingFound({ search }: { search: ArtistSearch }) {
  return (
    <div className="empty">
      <h2>No artist by that name</h2>
      <p>
        Nothing in the collection has “{search.query}” in its name. Fewer letters find more; capital
        and small ones are the same.
      </p>
      <div className="button-row">
        <Link className={buttonClass()} to={addressOf({ ...search, query: '', page: 1 })}>
          Show all artists
        </Link>
      </div>
    </div>
  );
}

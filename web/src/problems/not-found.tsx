import { Link } from 'react-router';
import { PageTitle } from '../layout/page-title';
import { buttonClass } from '../ui/button';
import { Disc } from '../ui/disc';

const explanations = {
  artist: 'No artist with this address is in the collection. It may have been deleted.',
  album: 'No album with this address is in the collection. It may have been deleted.',
  page: 'There is nothing at this address. Perhaps a letter is missing from it.',
};

/** For an address, or an id in one, that leads nowhere. */
export function NotFound({ what }: { what: keyof typeof explanations }) {
  return (
    <div className="problem">
      <Disc className="disc" />
      <PageTitle tab="Not found">Not in these crates</PageTitle>
      <p>{explanations[what]}</p>
      <div className="button-row">
        <Link className={buttonClass('primary')} to="/">
          Back to all artists
        </Link>
      </div>
    </div>
  );
}

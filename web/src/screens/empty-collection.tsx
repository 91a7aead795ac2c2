import { Link, useRevalidator } from 'react-router';
import { SampleCatalogue } from '../sample/sample-catalogue';
import { buttonClass } from '../ui/button';
import { Crate } from '../ui/icons';

export function EmptyCollection() {
  const { revalidate } = useRevalidator();
  return (
    <div className="empty">
      <Crate />
      <h2>The crates are empty</h2>
      <p>
        Add the first artist of your collection, or look around with a catalogue of invented
        artists. You can erase it again in the settings.
      </p>
      <div className="button-row">
        <Link className={buttonClass('primary')} to="/artists/new">
          Add an artist
        </Link>
        <SampleCatalogue onLoaded={() => void revalidate()} />
      </div>
    </div>
  );
}

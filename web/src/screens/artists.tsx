import { Link, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { database } from '../db';
import { OpeningShelf } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { buttonClass } from '../ui/button';
import { counted } from '../ui/counted';
import { ArtistCard } from './artist-card';
import { artistOrders, orderFrom } from './artist-orders';
import { EmptyCollection } from './empty-collection';
import { SortSelect } from './sort-select';

async function loader({ request }: LoaderFunctionArgs) {
  const order = orderFrom(new URL(request.url).searchParams);
  const tunez = await database();
  const artists = await tunez.music.readArtists({ sort: order.sort, load: { albums: true } });
  return { artists, order };
}

function Artists() {
  const { artists, order } = useLoaderData<typeof loader>();
  return (
    <>
      <div className="page-head">
        <div>
          <PageTitle tab="Artists">Artists</PageTitle>
          {artists.length > 0 && (
            <p className="quiet figures">{counted(artists.length, 'artist')} in the collection</p>
          )}
        </div>
        <div className="toolbar">
          {artists.length > 1 && <SortSelect orders={artistOrders} current={order} />}
          <Link className={buttonClass('primary')} to="/artists/new">
            New Artist
          </Link>
        </div>
      </div>
      {artists.length === 0 ? (
        <EmptyCollection />
      ) : (
        <ul className="shelf">
          {artists.map((artist) => (
            <li key={artist.id}>
              <ArtistCard artist={artist} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export const artistsRoute = { loader, Component: Artists, HydrateFallback: OpeningShelf };

import { Link, redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { database } from '../db';
import { OpeningShelf } from '../layout/opening';
import { PageTitle } from '../layout/page-title';
import { currentActor } from '../people/actor';
import { buttonClass } from '../ui/button';
import { counted } from '../ui/counted';
import { ArtistCard } from './artist-card';
import { termsOf } from './artist-orders';
import { addressOf, pageSize, searchFrom } from './artist-search';
import { EmptyCollection } from './empty-collection';
import { NothingFound } from './nothing-found';
import { Pager } from './pager';
import { SearchBox } from './search-box';
import { useSearchChange } from './search-change';
import { SortSelect } from './sort-select';

async function loader({ request }: LoaderFunctionArgs) {
  const search = searchFrom(new URL(request.url).searchParams);
  const tunez = await database();
  const { results: artists, count } = await tunez.music.searchArtists(search.query, {
    actor: await currentActor(),
    sort: termsOf(search.order),
    page: { limit: pageSize, offset: (search.page - 1) * pageSize, count: true },
  });
  const pages = Math.max(1, Math.ceil((count ?? 0) / pageSize));
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to say it
  if (search.page > pages) throw redirect(addressOf({ ...search, page: pages }));
  return { artists, count: count ?? 0, pages, search };
}

function Artists() {
  const { artists, count, pages, search } = useLoaderData<typeof loader>();
  const change = useSearchChange();
  const { query } = search;
  const empty = count === 0 && query === '';
  return (
    <>
      <div className="page-head">
        <div>
          <PageTitle tab="Artists">Artists</PageTitle>
          <p className="quiet figures" role="status">
            {describe(count, query)}
          </p>
        </div>
        <Link className={buttonClass('primary')} to="/artists/new">
          New Artist
        </Link>
      </div>
      {empty ? (
        <EmptyCollection />
      ) : (
        <>
          <div className="toolbar">
            <SearchBox search={search} change={change} />
            <SortSelect search={search} change={change} />
          </div>
          {artists.length === 0 ? (
            <NothingFound search={search} />
          ) : (
            <ul className="shelf">
              {artists.map((artist) => (
                <li key={artist.id}>
                  <ArtistCard artist={artist} />
                </li>
              ))}
            </ul>
          )}
          <Pager search={search} pages={pages} />
        </>
      )}
    </>
  );
}

function describe(count: number, query: string): string {
  if (query === '') return count === 0 ? '' : `${counted(count, 'artist')} in the collection`;
  return `${counted(count, 'artist')} with “${query}” in the name`;
}

export type ArtistShown = Awaited<ReturnType<typeof loader>>['artists'][number];

export const artistsRoute = { loader, Component: Artists, HydrateFallback: OpeningShelf };

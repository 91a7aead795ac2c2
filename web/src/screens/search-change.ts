import { useRef } from 'react';
import { useNavigate, type NavigateOptions } from 'react-router';
import { addressOf, searchFrom, type ArtistSearch } from './artist-search';

/**
 * Leads to the first page of a search that differs in one part, and returns its address. The other parts
 * are those that were asked for last: on a slow device the screen still shows what was before.
 */
export type SearchChange = (
  part: Pick<ArtistSearch, 'query'> | Pick<ArtistSearch, 'order'>,
  options?: NavigateOptions,
) => string;

export function useSearchChange(): SearchChange {
  const navigate = useNavigate();
  const { current: onItsWay } = useRef<{ search?: ArtistSearch }>({});
  return (part, options) => {
    const shown = searchFrom(new URLSearchParams(window.location.search));
    const search = { ...(onItsWay.search ?? shown), ...part, page: 1 };
    const address = addressOf(search);
    onItsWay.search = search;
    void Promise.resolve(navigate(address, { preventScrollReset: true, ...options })).finally(
      () => {
        if (onItsWay.search === search) delete onItsWay.search;
      },
    );
    return address;
  };
}

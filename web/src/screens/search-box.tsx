import { useEffect, useRef, useState } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';
import type { ArtistSearch } from './artist-search';
import type { SearchChange } from './search-change';

/**
 * Searches while it is typed in. What is typed in one go is one step of the history: the first letter
 * makes it, the others, until the field is left, replace it.
 */
export function SearchBox({ search, change }: { search: ArtistSearch; change: SearchChange }) {
  const [text, setText] = useTypedText(search.query);
  const made = useAddressesOfOneGo();

  const type = (query: string) => {
    setText(query);
    // The browser is asked where it is: on a slow device the screen is still another when the next letter comes.
    const replace = made.has(window.location.href);
    const address = change({ query: query.trim() }, { replace, state: typed });
    made.add(new URL(address, window.location.href).href);
  };
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        made.clear();
      }}
    >
      <label htmlFor="search">Search</label>
      <input
        id="search"
        name="q"
        type="search"
        className="input"
        data-role="artist-search"
        placeholder="Part of a name"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => type(event.target.value)}
        onBlur={() => made.clear()}
      />
    </form>
  );
}

const typed = { typed: true };

/** Where what is typed in one go has led; back and forward end it, too. */
function useAddressesOfOneGo(): Set<string> {
  const { current: made } = useRef(new Set<string>());
  const { key } = useLocation();
  const isPop = useNavigationType() === NavigationType.Pop;
  useEffect(() => {
    if (isPop) made.clear();
  }, [made, isPop, key]);
  return made;
}

/** What is typed, which the address follows; on any other way to an address it follows that. */
function useTypedText(query: string): [string, (text: string) => void] {
  const [text, setText] = useState(query);
  const location = useLocation();
  const arrived = useNavigationType() === NavigationType.Pop || location.state !== typed;
  const [seen, setSeen] = useState(location.key);
  if (seen !== location.key) {
    setSeen(location.key);
    if (arrived && text !== query) setText(query);
  }
  return [text, setText];
}

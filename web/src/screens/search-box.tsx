import { useState } from 'react';
import { NavigationType, useLocation, useNavigate, useNavigationType } from 'react-router';
import { addressOf, type ArtistSearch } from './artist-search';

/**
 * Searches while it is typed in. What is typed in one go is one step of the history: the first letter
 * makes it, the others, until the field is left, replace it.
 */
export function SearchBox({ search }: { search: ArtistSearch }) {
  const navigate = useNavigate();
  const [going, setGoing] = useState(false);
  const [text, setText] = useTypedText(search.query);
  const location = useLocation();

  const type = (query: string) => {
    setText(query);
    setGoing(true);
    void navigate(addressOf({ ...search, query: query.trim(), page: 1 }), {
      replace: going && location.state === typed,
      preventScrollReset: true,
      state: typed,
    });
  };
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        setGoing(false);
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
        onBlur={() => setGoing(false)}
      />
    </form>
  );
}

const typed = { typed: true };

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

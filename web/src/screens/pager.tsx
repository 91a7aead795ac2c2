import { Link } from 'react-router';
import { buttonClass } from '../ui/button';
import { addressOf, type ArtistSearch } from './artist-search';

interface PagerProps {
  search: ArtistSearch;
  pages: number;
}

/** Nothing where there is one page only. */
export function Pager({ search, pages }: PagerProps) {
  const { page } = search;
  if (pages <= 1) return null;
  const to = (number: number) =>
    number >= 1 && number <= pages ? addressOf({ ...search, page: number }) : undefined;
  return (
    <nav className="pager" aria-label="Pages">
      <Step role="previous-page" to={to(page - 1)} rel="prev">
        Previous
      </Step>
      <p className="quiet figures">
        Page {page} of {pages}
      </p>
      <Step role="next-page" to={to(page + 1)} rel="next">
        Next
      </Step>
    </nav>
  );
}

interface StepProps {
  role: string;
  to: string | undefined;
  rel: string;
  children: string;
}

function Step({ role, to, rel, children }: StepProps) {
  if (to === undefined)
    return (
      <span className={buttonClass()} role="link" aria-disabled="true" data-role={role}>
        {children}
      </span>
    );
  return (
    <Link className={buttonClass()} to={to} rel={rel} data-role={role}>
      {children}
    </Link>
  );
}

import { useEffect, useRef } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { Disc } from '../ui/disc';
import { FlashProvider } from '../ui/flash';
import { useDelayed } from '../ui/use-delayed';
import { UpdateOffer } from '../offline/update-offer';
import { WhoAmI } from '../people/who-am-i';
import { RecoveryNotice } from '../storage/recovery-notice';
import { OtherTabs } from './other-tabs';
import { UnkeptNotice } from './unkept-notice';

/** What every screen has around it. */
export function Layout() {
  useFocusOnArrival();
  return (
    <FlashProvider>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <Travelling />
      <div className="shell">
        <header className="masthead">
          <Link className="wordmark" to="/" aria-label="Tunez, all artists">
            <Disc />
            Tunez
          </Link>
          <nav className="site-nav" aria-label="Main">
            <NavLink to="/" end>
              Artists
            </NavLink>
            <NavLink to="/settings">Settings</NavLink>
          </nav>
          <WhoAmI />
        </header>
        <main id="content" tabIndex={-1}>
          <OtherTabs />
          <UnkeptNotice />
          <RecoveryNotice />
          <Outlet />
        </main>
        <footer className="colophon">
          <p>Your collection lives on this device, and is here when the network is not.</p>
        </footer>
      </div>
      <UpdateOffer />
      <ScrollRestoration />
    </FlashProvider>
  );
}

function Travelling() {
  const late = useDelayed(useNavigation().state === 'loading');
  return late ? <div className="travelling" aria-hidden="true" /> : null;
}

/** A new screen, or a new page of a list, is announced by its heading, unless the screen gave the focus to something itself. */
function useFocusOnArrival() {
  const { pathname, search } = useLocation();
  const place = `${pathname} ${new URLSearchParams(search).get('page') ?? ''}`;
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    const main = document.getElementById('content');
    if (main?.contains(document.activeElement) && document.activeElement !== main) return;
    main?.querySelector('h1')?.focus({ preventScroll: true });
  }, [place]);
}

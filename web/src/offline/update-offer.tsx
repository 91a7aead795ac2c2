import { useEffect } from 'react';
import { useFlash } from '../ui/flash';
import { onUpdateReady } from './updates';

/** Offers a new version of the app once it is there. */
export function UpdateOffer() {
  const flash = useFlash();
  useEffect(
    () =>
      onUpdateReady((run) =>
        flash.offer('A new version of Tunez is ready', { label: 'Reload', run }),
      ),
    [flash],
  );
  return null;
}

import { useEffect, useSyncExternalStore } from 'react';
import { useRevalidator } from 'react-router';
import { collectionState, onCollectionState } from '../db';

/**
 * What other tabs with the same collection do to this one: one that is busy keeps it waiting, and one
 * with a newer version ends it.
 */
export function OtherTabs() {
  const state = useSyncExternalStore(onCollectionState, collectionState);
  const { revalidate } = useRevalidator();
  useEffect(() => {
    // The screen asks for its data, and shows why it is refused.
    if (state === 'newer_version') void revalidate();
  }, [state, revalidate]);
  if (state !== 'waiting') return null;
  return (
    <p className="notice" role="status">
      <strong>Another tab is busy.</strong> It has the collection open and does not answer; what you
      do here is done as soon as it does, or when you close it.
    </p>
  );
}

import { useSyncExternalStore } from 'react';
import { onStorageChange, storageInUse } from '../db';

/** Stands on every screen while the database is in memory only. */
export function UnkeptNotice() {
  const storage = useSyncExternalStore(onStorageChange, storageInUse);
  if (storage !== ':memory:') return null;
  return (
    <p className="notice">
      <strong>Nothing is being kept.</strong> This browser offers no storage, so everything here is
      gone when the tab closes.
    </p>
  );
}

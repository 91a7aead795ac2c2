import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Recovery, StorageStatus } from 'tunez';
import { database } from '../db';
import { Button } from '../ui/button';
import { counted } from '../ui/counted';
import { inWords } from './units';

/** Says on every screen, until it is read, that the collection could not be opened as it was. */
export function RecoveryNotice() {
  const [status, setStatus] = useState<StorageStatus>();
  useEffect(() => {
    // Where it cannot be opened, the screen says so.
    void database()
      .then((tunez) => tunez.storage.status())
      .then(setStatus, () => undefined);
  }, []);
  const recovered = status?.report.recovered;
  if (!status || !recovered) return null;
  return (
    <p className="notice" role="alert">
      <span>
        <strong>The collection could not be read as it was.</strong>{' '}
        {whatThereIs(recovered, status)} What it was is kept, see{' '}
        <Link to="/settings">Settings</Link>.
      </span>
      <Button small onClick={() => setStatus(undefined)}>
        Understood
      </Button>
    </p>
  );
}

function whatThereIs(recovered: Recovery, { backups }: StorageStatus): string {
  if (recovered.from === 'backup') {
    const backup = backups.find(({ slot }) => slot === recovered.backup);
    const which = backup ? ` of ${inWords(backup.at)}` : '';
    return `The backup${which} has taken its place; what was changed since is missing.`;
  }
  const rows = Object.values(recovered.rows ?? {}).reduce((sum, count) => sum + count, 0);
  return `All that could still be read is here: ${counted(rows, 'record')}.`;
}

import { useState } from 'react';
import type { Backup } from 'tunez';
import { database } from '../db';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { inUnits, inWords } from './units';
import { useBusy } from './use-busy';

interface BackupsProps {
  backups: readonly Backup[];
  onChange: () => void;
}

/** The copies that lie beside the collection, newest first. */
export function Backups({ backups, onChange }: BackupsProps) {
  const { busy, run } = useBusy();
  const backUp = () =>
    run('Could not make a backup', async () => {
      await (await database()).storage.backup();
      onChange();
      return 'Backup made';
    });
  return (
    <section className="panel" aria-labelledby="backups">
      <h2 id="backups">Backups</h2>
      <p>
        Up to three copies on this device; a new one takes the place of the oldest. One is also made
        before an update changes how the collection is stored.
      </p>
      {backups.length > 0 && (
        <ul className="copies figures" aria-label="Backups">
          {[...backups].reverse().map((backup) => (
            <BackupItem key={backup.slot} backup={backup} onRestored={onChange} />
          ))}
        </ul>
      )}
      <div className="button-row">
        <Button busy={busy} busyLabel="Backing up…" onClick={() => void backUp()}>
          Back up now
        </Button>
      </div>
    </section>
  );
}

function BackupItem({ backup, onRestored }: { backup: Backup; onRestored: () => void }) {
  const [asking, setAsking] = useState(false);
  const { run } = useBusy();
  const made = inWords(backup.at);
  const restore = async () => {
    await run('Could not restore the backup', async () => {
      await (await database()).storage.restore(backup.slot);
      return 'The backup was restored';
    });
    setAsking(false);
    onRestored();
  };
  return (
    <li className="copy">
      <span>
        {made} <span className="quiet">· {inUnits(backup.size)}</span>
      </span>
      <Button small aria-label={`Restore the backup of ${made}`} onClick={() => setAsking(true)}>
        Restore…
      </Button>
      {asking && (
        <Confirm
          title="Restore this backup?"
          confirmLabel="Restore it"
          onConfirm={restore}
          onClose={() => setAsking(false)}
        >
          <p>
            The collection becomes what it was on {made}. What it is now is backed up before, in the
            place of the oldest other backup.
          </p>
        </Confirm>
      )}
    </li>
  );
}

import { useState } from 'react';
import type { Kept } from 'tunez';
import { database } from '../db';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { download } from './download';
import { inUnits, inWords } from './units';
import { useBusy } from './use-busy';

interface SetAsideProps {
  kept: readonly Kept[];
  onChange: () => void;
}

/** Files that could not be read, as they were. */
export function SetAside({ kept, onChange }: SetAsideProps) {
  return (
    <section className="panel" aria-labelledby="set-aside">
      <h2 id="set-aside">Set aside</h2>
      <p>
        What could not be read is kept as it was, until you delete it. Somebody who knows SQLite may
        get more out of it.
      </p>
      <ul className="copies figures" aria-label="Set aside">
        {kept.map((one) => (
          <KeptItem key={one.slot} kept={one} onDeleted={onChange} />
        ))}
      </ul>
    </section>
  );
}

function KeptItem({ kept, onDeleted }: { kept: Kept; onDeleted: () => void }) {
  const [asking, setAsking] = useState(false);
  const { busy, run } = useBusy();
  const when = inWords(kept.at);

  const save = () =>
    run('Could not read what was set aside', async () => {
      const files = await (await database()).storage.readKept(kept.slot);
      for (const { name, bytes } of files) download(`tunez-${name}`, bytes);
      return 'Downloaded';
    });
  const remove = async () => {
    await run('Could not delete it', async () => {
      await (await database()).storage.deleteKept(kept.slot);
      return 'Deleted';
    });
    setAsking(false);
    onDeleted();
  };

  return (
    <li className="copy">
      <span>
        {when} <span className="quiet">· {inUnits(kept.size)}</span>
        <span className="copy-reason quiet">{kept.reason}</span>
      </span>
      <span className="button-row">
        <Button
          small
          busy={busy}
          aria-label={`Download what was set aside on ${when}`}
          onClick={() => void save()}
        >
          Download
        </Button>
        <Button
          small
          aria-label={`Delete what was set aside on ${when}`}
          onClick={() => setAsking(true)}
        >
          Delete…
        </Button>
      </span>
      {asking && (
        <Confirm
          title="Delete what was set aside?"
          confirmLabel="Delete it"
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <p>These are the only bytes of the damaged collection of {when}.</p>
        </Confirm>
      )}
    </li>
  );
}

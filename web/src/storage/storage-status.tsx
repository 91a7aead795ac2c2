import { useRevalidator } from 'react-router';
import type { StorageStatus as Status } from 'tunez';
import { database } from '../db';
import { Button } from '../ui/button';
import { useFlash } from '../ui/flash';
import { inUnits, inWords } from './units';

interface StorageStatusProps {
  contents: string;
  status: Status;
}

const places: Readonly<Record<Status['kind'], string>> = {
  opfs: 'On this device, in the private file storage of this browser',
  indexeddb: 'On this device, in the database storage of this browser',
  file: 'On this device, in a file',
  memory: 'In memory only, until this tab closes',
};

export function StorageStatus({ contents, status }: StorageStatusProps) {
  const { kind, size, logSize, available, persisted, backups } = status;
  const isKept = kind !== 'memory';
  const last = backups.at(-1);
  return (
    <section className="panel" aria-labelledby="storage" data-role="storage-status">
      <h2 id="storage">Storage</h2>
      <dl className="facts-list figures">
        <Fact name="Where">{places[kind]}</Fact>
        <Fact name="Collection">{contents}</Fact>
        <Fact name="Size">{inUnits(size + logSize)}</Fact>
        {available !== null && <Fact name="Room left">{inUnits(available)}</Fact>}
        {isKept && (
          <Fact name="Persistence">
            {persisted
              ? 'Protected: the browser clears it only when you ask'
              : 'Not protected: the browser may clear it when the device runs out of room'}
          </Fact>
        )}
        {isKept && <Fact name="Last backup">{last ? inWords(last.at) : 'None yet'}</Fact>}
      </dl>
      {isKept && !persisted && <Protect />}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Protect() {
  const flash = useFlash();
  const { revalidate } = useRevalidator();
  const protect = async () => {
    const granted = await (await database()).storage.persist();
    if (granted) flash.success('The collection is protected now');
    else flash.failure('The browser did not agree. It often does once a site is used regularly.');
    await revalidate();
  };
  return (
    <div className="button-row">
      <Button onClick={() => void protect()}>Protect the collection</Button>
    </div>
  );
}

import { useRef, useState } from 'react';
import { database } from '../db';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { download } from './download';
import { inUnits } from './units';
import { useBusy } from './use-busy';

interface TransferProps {
  /** What an import takes the place of. */
  contents: string;
  canImport: boolean;
  onImported: () => void;
}

/** The collection as a file, out and in. */
export function Transfer({ contents, canImport, onImported }: TransferProps) {
  const { busy, run } = useBusy();
  const [chosen, setChosen] = useState<File>();
  const picker = useRef<HTMLInputElement>(null);

  const save = () =>
    run('Could not export the collection', async () => {
      download('tunez.sqlite', await (await database()).storage.export());
      return 'Exported as tunez.sqlite';
    });
  const replace = async (file: File) => {
    await run('Could not import the file', async () => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      await (await database()).storage.import(bytes);
      return 'The file was imported';
    });
    setChosen(undefined);
    onImported();
  };

  return (
    <section className="panel" aria-labelledby="transfer">
      <h2 id="transfer">Export and import</h2>
      <p>
        The whole collection as one file, to keep elsewhere or to take to another device. It is a
        plain SQLite database.
      </p>
      <div className="button-row">
        <Button busy={busy} busyLabel="Exporting…" onClick={() => void save()}>
          Export
        </Button>
        {canImport && <Button onClick={() => picker.current?.click()}>Import…</Button>}
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label="A file to import"
        accept=".sqlite,.sqlite3,.db"
        onChange={(event) => {
          setChosen(event.target.files?.[0]);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      {chosen && (
        <Confirm
          title="Replace the collection?"
          confirmLabel="Replace it"
          onConfirm={() => replace(chosen)}
          onClose={() => setChosen(undefined)}
        >
          <p>
            {chosen.name} ({inUnits(chosen.size)}) takes the place of {contents}, which are backed
            up before.
          </p>
        </Confirm>
      )}
    </section>
  );
}

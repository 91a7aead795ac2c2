import { useState } from 'react';
import { database } from '../db';
import { Button } from '../ui/button';
import { useFlash } from '../ui/flash';
import { loadSample, sampleSize, type LoadedSample } from './load';

/** The button that adds the sample catalogue, and how far it has come. */
export function SampleCatalogue({ onLoaded }: { onLoaded: () => void }) {
  const [done, setDone] = useState<number>();
  const flash = useFlash();

  const load = async () => {
    setDone(0);
    try {
      report(await loadSample(await database(), setDone));
      onLoaded();
    } catch {
      flash.failure('Could not load the sample catalogue');
    } finally {
      setDone(undefined);
    }
  };

  const report = ({ artists, albums }: LoadedSample) => {
    if (artists === 0) flash.success('The sample catalogue is there already');
    else flash.success(`Added ${artists} artists and ${albums} albums`);
  };

  return (
    <div className="busy">
      <div className="button-row">
        <Button busy={done !== undefined} busyLabel="Loading…" onClick={() => void load()}>
          Load the sample catalogue
        </Button>
      </div>
      {done !== undefined && (
        <progress className="progress" aria-label="Loading" value={done} max={sampleSize} />
      )}
    </div>
  );
}

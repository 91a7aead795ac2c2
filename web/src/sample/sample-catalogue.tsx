import { database } from '../db';
import { useFlash } from '../ui/flash';
import { LongTask } from '../ui/long-task';
import { loadSample } from './load';

/** The button that adds the sample catalogue, and how far it has come. */
export function SampleCatalogue({ onLoaded }: { onLoaded: () => void }) {
  const flash = useFlash();
  const load = async (onProgress: (share: number) => void) => {
    try {
      const { artists, albums } = await loadSample(await database(), onProgress);
      if (artists === 0) flash.success('The sample catalogue is there already');
      else flash.success(`Added ${artists} artists and ${albums} albums`);
      onLoaded();
    } catch {
      flash.failure('Could not load the sample catalogue');
    }
  };
  return <LongTask label="Load the sample catalogue" busyLabel="Loading…" run={load} />;
}

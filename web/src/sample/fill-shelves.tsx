import { database } from '../db';
import { useFlash } from '../ui/flash';
import { LongTask } from '../ui/long-task';
import { fill } from './fill';

const count = 10_000;

/** The button that adds ten thousand artists, to see whether the app stays quick. */
export function FillShelves({ onFilled }: { onFilled: () => void }) {
  const flash = useFlash();
  const run = async (onProgress: (share: number) => void) => {
    try {
      await fill(await database(), count, onProgress);
      flash.success('Added 10,000 artists');
    } catch {
      flash.failure('Could not add all of the artists');
    }
    onFilled();
  };
  return <LongTask label="Fill with 10,000 artists" busyLabel="Filling…" run={run} />;
}

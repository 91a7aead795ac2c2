import { useState } from 'react';
import { Button } from './button';

interface LongTaskProps {
  label: string;
  busyLabel: string;
  /** Tells again and again which share is done, from 0 to 1. */
  run: (onProgress: (share: number) => void) => Promise<void>;
}

/** A button for something that takes its time, and how far it has come. */
export function LongTask({ label, busyLabel, run }: LongTaskProps) {
  const [share, setShare] = useState<number>();
  const start = async () => {
    setShare(0);
    try {
      await run(setShare);
    } finally {
      setShare(undefined);
    }
  };
  return (
    <div className="busy">
      <div className="button-row">
        <Button busy={share !== undefined} busyLabel={busyLabel} onClick={() => void start()}>
          {label}
        </Button>
      </div>
      {share !== undefined && (
        <div className="progress-row figures">
          <progress className="progress" aria-label={busyLabel} value={share} max={1} />
          <span aria-hidden="true">{Math.floor(share * 100)} %</span>
        </div>
      )}
    </div>
  );
}

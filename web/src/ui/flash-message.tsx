import { useEffect, useState } from 'react';
import { Button } from './button';

export interface FlashEntry {
  id: number;
  text: string;
  kind: 'success' | 'error';
  action?: { label: string; run: () => void } | undefined;
}

const successStays = 6000;

interface FlashMessageProps {
  entry: FlashEntry;
  onDismiss: (id: number) => void;
}

/** A success goes by itself, unless it is being read; a failure or an offer stays until dismissed. */
export function FlashMessage({ entry, onDismiss }: FlashMessageProps) {
  const [held, setHeld] = useState(false);
  const passing = entry.kind === 'success' && !entry.action && !held;
  useEffect(() => {
    if (!passing) return;
    const timer = setTimeout(() => onDismiss(entry.id), successStays);
    return () => clearTimeout(timer);
  }, [passing, entry.id, onDismiss]);

  return (
    <div
      className={`flash flash-${entry.kind}`}
      data-role="flash"
      data-kind={entry.kind}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="flash-mark" aria-hidden="true" />
      <span>{entry.text}</span>
      {entry.action && <Button onClick={entry.action.run}>{entry.action.label}</Button>}
      <Button onClick={() => onDismiss(entry.id)}>Dismiss</Button>
    </div>
  );
}

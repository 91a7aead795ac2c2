import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { FlashMessage, type FlashEntry } from './flash-message';

interface Flash {
  success: (text: string) => void;
  failure: (text: string) => void;
  /** Stays until answered. */
  offer: (text: string, action: FlashEntry['action']) => void;
}

const FlashContext = createContext<Flash | undefined>(undefined);

/** Short messages that outlive the screen they were said on. Both live regions exist from the start. */
export function FlashProvider({ children }: { children: ReactNode }) {
  const [entries, setEntries] = useState<readonly FlashEntry[]>([]);
  const count = useRef(0);

  const dismiss = useCallback((id: number) => {
    setEntries((all) => all.filter((entry) => entry.id !== id));
  }, []);

  const flash = useMemo<Flash>(() => {
    const say = (entry: Omit<FlashEntry, 'id'>) => {
      const id = ++count.current;
      setEntries((all) => [...all.filter((other) => other.action), { ...entry, id }]);
    };
    return {
      success: (text) => say({ text, kind: 'success' }),
      failure: (text) => say({ text, kind: 'error' }),
      offer: (text, action) => say({ text, kind: 'success', action }),
    };
  }, []);

  const region = (kind: FlashEntry['kind']) =>
    entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => <FlashMessage key={entry.id} entry={entry} onDismiss={dismiss} />);

  return (
    <FlashContext value={flash}>
      {children}
      <div className="flashes">
        <div role="status">{region('success')}</div>
        <div role="alert">{region('error')}</div>
      </div>
    </FlashContext>
  );
}

export function useFlash(): Flash {
  const flash = use(FlashContext);
  if (!flash) throw new Error('useFlash needs a FlashProvider above it');
  return flash;
}

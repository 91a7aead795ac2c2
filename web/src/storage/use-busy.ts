import { useState } from 'react';
import { useFlash } from '../ui/flash';
import { whyNot } from './why-not';

/** Runs one thing at a time, and says what it came to. */
export function useBusy() {
  const [busy, setBusy] = useState(false);
  const flash = useFlash();
  /** `work` resolves to what is to be said; `failed` begins the sentence when it does not. */
  const run = async (failed: string, work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    try {
      flash.success(await work());
    } catch (problem) {
      flash.failure(`${failed}: ${whyNot(problem)}`);
    } finally {
      setBusy(false);
    }
  };
  return { busy, run };
}

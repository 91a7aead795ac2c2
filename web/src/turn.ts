/**
 * Only one tab can have the collection open. It holds this lock as long as it does, so that the
 * others notice when it is their turn. Browsers without locks leave asking again to the person.
 */
const name = 'tunez-collection';

/** Takes the lock, once it is free; the function gives it back. */
export function holdTurn(): () => void {
  const over = new AbortController();
  let giveBack = () => over.abort();
  void ask(over.signal, () => new Promise<void>((resolve) => (giveBack = resolve)));
  return () => giveBack();
}

/** Calls back when the tab that has the collection open has let go of it. */
export function awaitTurn(callback: () => void): () => void {
  const over = new AbortController();
  void ask(over.signal, callback);
  return () => over.abort();
}

async function ask(signal: AbortSignal, granted: () => Promise<void> | void): Promise<void> {
  if (!('locks' in navigator)) return;
  try {
    await navigator.locks.request(name, { signal }, granted);
  } catch (problem) {
    if (!signal.aborted) throw problem;
  }
}

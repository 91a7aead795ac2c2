import { connect, type TunezStatus } from 'tunez';
import { Accounts, Music } from './domain';

export type Storage = 'opfs:tunez' | ':memory:';
export type Tunez = Awaited<ReturnType<typeof open>>;

let storage: Storage = 'opfs:tunez';
let opening: Promise<Tunez> | undefined;
let current: Tunez | undefined;
let state: TunezStatus['state'] = 'ready';
const listeners = new Set<() => void>();
const stateListeners = new Set<() => void>();

/** The connection all screens share. One that could not be opened is forgotten: asking again tries again. */
export function database(): Promise<Tunez> {
  opening ??= open().catch((problem: unknown) => {
    startOver();
    throw problem;
  });
  return opening;
}

/** Resolves when the opening that is under way has ended, whichever way. */
export async function settled(): Promise<void> {
  await opening?.catch(() => undefined);
}

/** The same, where a loader has opened it. */
export function opened(): Tunez {
  if (!current) throw new Error('The collection is not open');
  return current;
}

/** Lets go of the connection, whatever state it is in; the next question opens another. */
export function startOver(): void {
  void current?.close();
  opening = undefined;
  current = undefined;
}

/** The way out when the browser offers no storage: everything works, and nothing is kept. */
export function continueInMemory(): void {
  storage = ':memory:';
  startOver();
  for (const listener of listeners) listener();
}

export function storageInUse(): Storage {
  return storage;
}

export function onStorageChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the collection can be used, also while it is being opened. */
export function collectionState(): TunezStatus['state'] {
  return state;
}

export function onCollectionState(listener: () => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

function showState(status: TunezStatus): void {
  state = status.state;
  for (const listener of stateListeners) listener();
}

async function open() {
  const start = () => new Worker(new URL('./db.worker.ts', import.meta.url), { type: 'module' });
  const tunez = await connect(start, {
    domains: [Accounts, Music],
    storage,
    onStatus: showState,
  });
  current = tunez;
  return tunez;
}

export type WayOut = 'retry' | 'reload' | 'restart' | 'memory' | 'artists';

export interface Explanation {
  title: string;
  text: string;
  waysOut: readonly WayOut[];
  details: string;
}

type Row = Omit<Explanation, 'details'>;

const elsewhere: Row = {
  title: 'Tunez is open elsewhere',
  text: 'Another tab or window of this browser has the collection open, and this browser lets only one have it at a time. Close it there, then try again.',
  waysOut: ['retry'],
};

/** What the package's error codes mean to the person in front of the screen. */
const rows: Readonly<Record<string, Row>> = {
  storage_unavailable: {
    title: 'The collection cannot be opened',
    text: 'This browser does not let Tunez use its private file storage. That happens in some private windows, and where site data is blocked.',
    waysOut: ['retry', 'memory'],
  },
  storage_foreign: {
    title: 'This is not a collection',
    text: 'The file on this device belongs to something else. It has been left as it is.',
    waysOut: ['retry', 'memory'],
  },
  storage_too_new: {
    title: 'A newer Tunez was here',
    text: 'The collection on this device was written by a newer version of Tunez, and is left untouched. Start again to get that version.',
    waysOut: ['restart'],
  },
  storage_lost: {
    title: 'The collection was cleared away',
    text: 'The data of this site was cleared while the collection was open. Start again to begin a new one, or to import an exported file.',
    waysOut: ['restart'],
  },
  storage_full: {
    title: 'There is no room left',
    text: 'The storage of this browser is full. Free some space on the device, then try again; nothing that was saved is lost.',
    waysOut: ['retry'],
  },
  storage_corrupt: {
    title: 'The collection is damaged',
    text: 'The database file on this device cannot be read. It has been left as it is.',
    waysOut: ['retry', 'memory'],
  },
  storage_failed: {
    title: 'The storage did not answer',
    text: 'Reading or writing the database file failed. Trying again often helps.',
    waysOut: ['retry', 'restart'],
  },
  schema_too_new: {
    title: 'A newer Tunez was here',
    text: 'The collection on this device was written by a newer version of Tunez, and is left untouched. Start again to get that version.',
    waysOut: ['restart'],
  },
  newer_version_open: {
    title: 'A newer version is open in another tab',
    text: 'Another tab of this browser has a newer Tunez, and the collection with it. Load this page again to get that version here, too; nothing that was saved is lost.',
    waysOut: ['reload'],
  },
  engine_failed: {
    title: 'The database did not start',
    text: 'A part of Tunez could not be loaded. Without a network that happens until it was loaded once.',
    waysOut: ['retry', 'restart'],
  },
  answer_lost: {
    title: 'That may or may not have been saved',
    text: 'The tab that kept the collection ended before it answered. Look whether your change is there before you make it again.',
    waysOut: ['retry', 'artists'],
  },
  worker_failed: {
    title: 'The database stopped',
    text: 'The part of Tunez that keeps the collection ended unexpectedly. What was saved is safe.',
    waysOut: ['retry', 'restart'],
  },
};

const unforeseen: Row = {
  title: 'That did not work',
  text: 'Something unforeseen went wrong. What was saved is safe.',
  waysOut: ['retry', 'artists'],
};

export function explain(problem: unknown): Explanation {
  const row = isOpenElsewhere(problem) ? elsewhere : rows[codesOf(problem)[0] ?? ''];
  return { ...(row ?? unforeseen), details: String(problem) };
}

/** The package has one code for "not available"; its words tell this case from the others. */
function isOpenElsewhere(problem: unknown): boolean {
  return codesOf(problem).includes('storage_unavailable') && /another tab/.test(String(problem));
}

function codesOf(problem: unknown): readonly string[] {
  if (!(problem instanceof Error) || !('errors' in problem)) return [];
  return (problem.errors as readonly { code: string }[]).map(({ code }) => code);
}

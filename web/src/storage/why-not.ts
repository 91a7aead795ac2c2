import { TunezError, type ErrorCode } from 'tunez';

const reasons: Partial<Record<ErrorCode, string>> = {
  storage_foreign: 'this is the database of something else',
  storage_corrupt: 'it is damaged, or no collection at all',
  storage_too_new: 'it was made by a newer version of Tunez',
  schema_too_new: 'it was made by a newer version of Tunez',
  checksum_mismatch: 'it was made by another version of Tunez',
  storage_full: 'there is not enough room on this device',
  storage_lost: 'the data of this site was cleared; load the page again',
  not_supported: 'nothing is kept in memory',
};

/** In the words of the person in front of the screen. */
export function whyNot(problem: unknown): string {
  const code = problem instanceof TunezError ? problem.errors[0]?.code : undefined;
  return (code && reasons[code]) ?? 'the storage did not answer';
}

import type { BulkResult } from 'tunez';

/** What a bulk call made, where nothing less than all will do. */
export function allOf<Record>({ status, errors = [], records = [] }: BulkResult<Record>): Record[] {
  if (status !== 'success') throw new Error(errors.map(({ message }) => message).join(', '));
  return records;
}

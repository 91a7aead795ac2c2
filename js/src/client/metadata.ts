// What is known of a record beside its fields.
import { camelKeys } from '../wire/names.ts';

/** Where it stands among the fields of a record. */
export const metadataKey = '__metadata__';

/** What an upsert did (spec 6.2). Absent where there is nothing to tell. */
export interface RecordMetadata {
  /** Whether the upsert that the record came back from inserted it or updated the one that was there. */
  readonly upsertAction?: 'insert' | 'update';
  /** With `returnSkippedUpsert`: the record is as it was, because the condition did not hold. */
  readonly upsertSkipped?: boolean;
}

/** What is known of a record beside its fields: `metadataOf(artist).upsertAction`. */
export function metadataOf(record: object): RecordMetadata {
  const metadata = (record as Readonly<Record<string, unknown>>)[metadataKey];
  return typeof metadata === 'object' && metadata !== null ? camelKeys(metadata) : {};
}

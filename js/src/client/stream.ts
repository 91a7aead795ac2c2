// Reading all records in batches, with no more than one of them in memory.
import type { Page } from '../definition/query_types.ts';
import type { Request } from '../wire/transport.ts';

/** What a read would send, and how large its batches are. */
export interface StreamedRead {
  readonly request: Request;
  readonly query: Readonly<Record<string, unknown>>;
  readonly batchSize: number;
}

/**
 * The records one by one. Each batch begins behind the last record of the one before it, so that
 * what is written meanwhile is neither skipped nor seen twice.
 */
export async function* streamed(
  send: (request: Request) => Promise<unknown>,
  { request, query, batchSize }: StreamedRead,
): AsyncGenerator<unknown, void, undefined> {
  const { limit, ...rest } = query;
  let left = typeof limit === 'number' ? limit : Infinity;
  let after: string | undefined;
  while (left > 0) {
    const page = { stream: true, limit: Math.min(batchSize, left), ...(after && { after }) };
    const answer = (await send({ ...request, query: { ...rest, page } })) as Page<unknown>;
    yield* answer.results;
    left -= answer.results.length;
    after = answer.keysets?.at(-1);
    if (!answer.more || after === undefined) return;
  }
}

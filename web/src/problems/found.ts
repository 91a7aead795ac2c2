import type { Result } from 'tunez';

/** A screen was asked for whose record does not exist. */
export class Missing extends Error {
  constructor(readonly what: 'artist' | 'album') {
    super(`There is no such ${what}`);
  }
}

/** An id that nothing has, and text that is no id at all, both lead to the page that says so. */
const missing = new Set(['not_found', 'invalid_filter_value', 'invalid_primary_key']);

export async function found<Data>(
  asked: Promise<Result<Data>>,
  what: 'artist' | 'album',
): Promise<Data> {
  const result = await asked;
  if (result.ok) return result.data;
  if (result.error.errors.every(({ code }) => missing.has(code))) throw new Missing(what);
  throw result.error;
}

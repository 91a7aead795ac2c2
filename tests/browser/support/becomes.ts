import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

const patience = 10_000;

/**
 * Waits until what is read from a page is as expected. A page draws after it has answered, so
 * what a test reads at once may be what was there before.
 */
export async function becomes<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const until = performance.now() + patience;
  let found = await read();
  while (!isDeepStrictEqual(found, expected) && performance.now() < until) {
    await delay(20);
    found = await read();
  }
  assert.deepEqual(found, expected);
}

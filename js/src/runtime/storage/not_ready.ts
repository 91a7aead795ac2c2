// What the engine answers where it needs files that were not taken yet (`OpenedStorage.prepare`). It has
// changed nothing then: the same message is sent again.
import { readAnswer } from '../../wire/answer.ts';
import type { Answer } from '../../wire/transport.ts';

const code: string = 'storage_not_ready';
const beginning = '{"error"';
const decoder = new TextDecoder();

/** How an answer is looked at: parsed, or as bytes. */
export interface Reading<Told> {
  isError(answer: Told): boolean;
  isNotReady(answer: Told): boolean;
}

export const parsed: Reading<Answer> = {
  isError: (answer) => answer.error !== undefined,
  isNotReady: (answer) => answer.error?.errors.some((error) => error.code === code) === true,
};

export const encoded: Reading<Uint8Array<ArrayBuffer>> = {
  isError: (bytes) => decoder.decode(bytes.subarray(0, beginning.length)) === beginning,
  isNotReady: (bytes) => parsed.isNotReady(readAnswer(bytes)),
};

// The two forms of an answer, told apart by their first byte.
import { isPacked, type RecordShape, unpack } from './packed.ts';
import type { Answer } from './transport.ts';

const decoder = new TextDecoder();

/**
 * The answer that stands at `start`, a multiple of four, in bytes that begin where their memory does.
 *
 * @param known what the records of a packed answer have that does not say so itself.
 */
export function readAnswer(
  bytes: Uint8Array,
  start = 0,
  length = bytes.length,
  words = wordsOf(bytes.buffer),
  known?: RecordShape,
): Answer {
  if (isPacked(bytes, start)) return { ok: unpack(bytes, words, start, known) };
  return JSON.parse(decoder.decode(bytes.subarray(start, start + length))) as Answer;
}

/** The whole words of some memory. */
export function wordsOf(memory: ArrayBufferLike): Int32Array {
  return new Int32Array(memory, 0, Math.floor(memory.byteLength / Int32Array.BYTES_PER_ELEMENT));
}

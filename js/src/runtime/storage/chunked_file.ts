// A file in memory, in chunks, of which it is known what has changed.

/** Browsers store larger values apart, which is slower. */
export const chunkSize = 32_768;

/** What has changed since it was asked for the last time. */
export interface FileChanges {
  /** From this index on all chunks are gone, but for those that follow. */
  readonly goneFrom: number;
  readonly chunks: readonly (readonly [index: number, bytes: Uint8Array<ArrayBuffer>])[];
}

export class ChunkedFile {
  // Bytes beyond `size` are zero; a chunk that is absent is zeros.
  readonly #chunks: (Uint8Array<ArrayBuffer> | undefined)[] = [];
  #size: number;
  #changed = new Set<number>();
  #isResized = false;
  #goneFrom = Infinity;

  /** A file of so many bytes; the chunks become its own. */
  constructor(size = 0, chunks: ReadonlyMap<number, Uint8Array<ArrayBuffer>> = new Map()) {
    this.#size = size;
    for (const [index, bytes] of chunks) this.#chunks[index] = bytes;
  }

  get size(): number {
    return this.#size;
  }

  /** Returns how many of the bytes there are. */
  read(bytes: Uint8Array, offset: number): number {
    const length = Math.max(0, Math.min(bytes.length, this.#size - offset));
    for (const { index, start, end, at } of pieces(offset, length)) {
      const chunk = this.#chunks[index];
      if (chunk === undefined) bytes.fill(0, at, at + end - start);
      else bytes.set(chunk.subarray(start, end), at);
    }
    return length;
  }

  write(bytes: Uint8Array, offset: number): void {
    for (const { index, start, end, at } of pieces(offset, bytes.length)) {
      const piece = bytes.subarray(at, at + end - start);
      const chunk = (this.#chunks[index] ??= new Uint8Array(chunkSize));
      // The engine writes once more what it is not sure of: that is no change.
      if (piece.every((byte, offset) => byte === chunk[start + offset])) continue;
      chunk.set(piece, start);
      this.#changed.add(index);
    }
    this.#resize(Math.max(this.#size, offset + bytes.length));
  }

  truncate(size: number): void {
    const kept = Math.ceil(size / chunkSize);
    if (size < this.#size) {
      this.#goneFrom = Math.min(this.#goneFrom, kept);
      this.#chunks.length = Math.min(this.#chunks.length, kept);
      for (const index of this.#changed) if (index >= kept) this.#changed.delete(index);
      const last = this.#chunks[kept - 1];
      if (last !== undefined && size % chunkSize !== 0) {
        last.fill(0, size % chunkSize);
        this.#changed.add(kept - 1);
      }
    }
    this.#resize(size);
  }

  /** `null` if nothing has. The chunks may change when the caller gives way. */
  takeChanges(): FileChanges | null {
    if (this.#changed.size === 0 && !this.#isResized) return null;
    const chunks = [...this.#changed].map((index) => [index, this.#chunks[index]!] as const);
    const changes = { goneFrom: this.#goneFrom, chunks };
    this.#changed = new Set();
    this.#isResized = false;
    this.#goneFrom = Infinity;
    return changes;
  }

  #resize(size: number): void {
    this.#isResized ||= size !== this.#size;
    this.#size = size;
  }
}

function* pieces(
  offset: number,
  length: number,
): Generator<{ index: number; start: number; end: number; at: number }> {
  for (let at = 0; at < length;) {
    const index = Math.floor((offset + at) / chunkSize);
    const start = (offset + at) % chunkSize;
    const end = Math.min(chunkSize, start + length - at);
    yield { index, start, end, at };
    at += end - start;
  }
}

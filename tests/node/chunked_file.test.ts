// A file in memory that knows what has changed, beside a plain array of bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChunkedFile, chunkSize } from '../../js/src/runtime/storage/chunked_file.ts';

const contents = (file: ChunkedFile): Uint8Array => {
  const bytes = new Uint8Array(file.size + 10).fill(7);
  assert.equal(file.read(bytes, 0), file.size);
  return bytes.subarray(0, file.size);
};
const changed = (file: ChunkedFile): number[] | undefined =>
  file
    .takeChanges()
    ?.chunks.map(([index]) => index)
    .sort((a, b) => a - b);

test('bytes are where they were written, and zero where nothing was', () => {
  const file = new ChunkedFile();
  file.write(new Uint8Array([1, 2, 3]), 2 * chunkSize - 1);
  assert.equal(file.size, 2 * chunkSize + 2);
  const read = new Uint8Array(6).fill(9);
  assert.equal(file.read(read, 2 * chunkSize - 3), 5);
  assert.deepEqual([...read], [0, 0, 1, 2, 3, 9]);
  assert.equal(file.read(read, file.size), 0);
  assert.equal(file.read(read, file.size + 100), 0);
});

test('what has changed is said once', () => {
  const file = new ChunkedFile();
  assert.equal(file.takeChanges(), null);
  file.write(new Uint8Array(chunkSize + 1).fill(1), 0);
  assert.deepEqual(changed(file), [0, 1]);
  assert.equal(file.takeChanges(), null);
  file.write(new Uint8Array([2]), 5);
  assert.deepEqual(changed(file), [0]);
});

test('bytes that are written as they were have not changed', () => {
  const file = new ChunkedFile();
  file.write(new Uint8Array(chunkSize + 100).fill(1), 0);
  file.takeChanges();
  file.write(new Uint8Array(chunkSize + 100).fill(1), 0);
  assert.equal(file.takeChanges(), null);
  file.write(new Uint8Array(chunkSize + 101).fill(1), 0);
  assert.deepEqual(changed(file), [1]);
});

test('what was cut off is zero when the file grows again, and is said to be gone', () => {
  const file = new ChunkedFile();
  file.write(new Uint8Array(3 * chunkSize).fill(1), 0);
  file.takeChanges();
  file.truncate(chunkSize + 10);
  const changes = file.takeChanges();
  assert.ok(changes);
  assert.equal(changes.goneFrom, 2);
  assert.deepEqual(
    changes.chunks.map(([index]) => index),
    [1],
  );
  file.truncate(3 * chunkSize);
  assert.deepEqual([...contents(file)].lastIndexOf(1), chunkSize + 9);
  assert.deepEqual(changed(file), []);
});

test('chunks that were taken and kept make the same file', () => {
  let state = 12_345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const file = new ChunkedFile();
  let bytes = new Uint8Array();
  const kept = new Map<number, Uint8Array<ArrayBuffer>>();
  for (let step = 0; step < 400; step++) {
    if (random(5) === 0) {
      const size = random(4 * chunkSize);
      file.truncate(size);
      const resized = new Uint8Array(size);
      resized.set(bytes.subarray(0, size));
      bytes = resized;
    } else {
      const offset = random(4 * chunkSize);
      const part = new Uint8Array(random(9_000)).fill(1 + random(200));
      file.write(part, offset);
      if (offset + part.length > bytes.length) {
        const resized = new Uint8Array(offset + part.length);
        resized.set(bytes);
        bytes = resized;
      }
      bytes.set(part, offset);
    }
    if (random(3) > 0) continue;
    const changes = file.takeChanges();
    if (changes === null) continue;
    for (const index of kept.keys()) if (index >= changes.goneFrom) kept.delete(index);
    for (const [index, chunk] of changes.chunks) kept.set(index, chunk.slice());
    const again = new ChunkedFile(file.size, new Map(kept));
    assert.deepEqual(contents(again), bytes, `after step ${step}`);
  }
});

import { status, type StoragePort } from '../../../js/src/runtime/storage/port.ts';

/** Files in memory, which a test can look at, copy, and make fail. */
export class MemoryPort implements StoragePort {
  readonly files = new Map<string, Uint8Array>();
  readonly #open: (string | undefined)[] = [];
  /** What the next calls do instead of their work. */
  fault: ((call: string) => number | undefined) | undefined;

  open(name: string, create: boolean): number {
    const fault = this.fault?.('open');
    if (fault !== undefined) return fault;
    if (!this.files.has(name) && !create) return status.notFound;
    if (!this.files.has(name)) this.files.set(name, new Uint8Array());
    return this.#open.push(name) - 1;
  }

  close(handle: number): number {
    this.#open[handle] = undefined;
    return status.ok;
  }

  read(handle: number, bytes: Uint8Array, offset: number): number {
    const fault = this.fault?.('read');
    if (fault !== undefined) return fault;
    const part = this.#contents(handle).subarray(offset, offset + bytes.length);
    bytes.set(part);
    return part.length;
  }

  write(handle: number, bytes: Uint8Array, offset: number): number {
    const fault = this.fault?.('write');
    if (fault !== undefined) return fault;
    const contents = this.#contents(handle);
    if (offset + bytes.length > contents.length) this.truncate(handle, offset + bytes.length);
    this.#contents(handle).set(bytes, offset);
    return bytes.length;
  }

  truncate(handle: number, size: number): number {
    const contents = new Uint8Array(size);
    contents.set(this.#contents(handle).subarray(0, size));
    this.files.set(this.#open[handle]!, contents);
    return status.ok;
  }

  flush(): number {
    return this.fault?.('flush') ?? status.ok;
  }

  size(handle: number): number {
    return this.#contents(handle).length;
  }

  /** The files as a killed process leaves them. */
  leftBehind(): MemoryPort {
    const copy = new MemoryPort();
    for (const [name, contents] of this.files) copy.files.set(name, contents.slice());
    return copy;
  }

  #contents(handle: number): Uint8Array {
    return this.files.get(this.#open[handle]!)!;
  }
}

// How a browser comes by the two files of the engine (docs/decisions/0016).
import type { EngineCode } from '../wire/engine_code.ts';

// A worker may wait for a file in the middle of a call; a page may not.
const mayWait = typeof document === 'undefined' && typeof XMLHttpRequest !== 'undefined';

// In milliseconds.
const shortestRest = 1000;
const longestRest = 60_000;

/** The engine, as soon as its first file is there. */
export async function compileEngine(primary: URL, deferred: URL): Promise<EngineCode> {
  if (!mayWait) {
    const [first, second] = await Promise.all([compileFrom(primary), compileFrom(deferred)]);
    return { primary: first, deferred: () => second };
  }
  const first = await compileFrom(primary);
  const second = new DeferredFile(deferred);
  return {
    primary: first,
    deferred: () => second.now(),
    prepareDeferred: () => second.prepare(),
  };
}

/** A file that is fetched when it is said, and waited for by whatever needs it earlier. */
class DeferredFile {
  readonly #address: URL;
  #code: WebAssembly.Module | undefined;
  #isFetched = false;

  constructor(address: URL) {
    this.#address = address;
  }

  prepare(): void {
    if (this.#isFetched) return;
    this.#isFetched = true;
    void this.#fetch(shortestRest);
  }

  now(): WebAssembly.Module {
    return (this.#code ??= new WebAssembly.Module(fetchNow(this.#address)));
  }

  async #fetch(rest: number): Promise<void> {
    if (this.#code !== undefined) return;
    try {
      const code = await compileFrom(this.#address, 'low');
      this.#code ??= code;
    } catch {
      setTimeout(() => void this.#fetch(Math.min(2 * rest, longestRest)), rest);
    }
  }
}

async function compileFrom(
  address: URL,
  priority: RequestPriority = 'auto',
): Promise<WebAssembly.Module> {
  const response = await fetch(address, { priority });
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  const type = response.headers.get('content-type');
  // Streaming insists on the media type, which not every server knows.
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  // What a server has for addresses that it does not know is the page, more often than an error.
  if (!isWebAssembly(bytes))
    throw new Error(
      `${response.url} was answered with ${type ?? 'something'} that is no WebAssembly: the bundler did ` +
        "not take the engine's files along (see Bundlers in the guide)",
    );
  return WebAssembly.compile(bytes);
}

function isWebAssembly(bytes: ArrayBuffer): boolean {
  const [zero, a, s, m] = new Uint8Array(bytes);
  return zero === 0 && String.fromCharCode(a ?? 0, s ?? 0, m ?? 0) === 'asm';
}

function fetchNow(address: URL): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${address.href} answered ${String(request.status)}`);
  return request.response as ArrayBuffer;
}

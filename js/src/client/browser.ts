// How the engine and its storage are had in a browser.
import { hostError } from '../wire/errors.ts';
import type { Platform } from './open.ts';
import { memory } from './session.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/** The browser, on a page or in a worker. */
export const browser: Platform = {
  compile: () => (compiled ??= compile().catch(forget)),
  openPort: async (storage) => {
    if (storage === memory) return null;
    const name = /^opfs:(.+)$/.exec(storage)?.[1];
    if (name === undefined)
      throw hostError(
        'storage_unavailable',
        `the storage ${storage} is not known in a browser; there are ":memory:" and "opfs:name"`,
      );
    const { openOpfs } = await import('../runtime/storage/opfs.ts');
    return openOpfs(name);
  },
};

function forget(error: unknown): never {
  compiled = undefined;
  throw hostError('engine_failed', `the engine could not be loaded: ${String(error)}`, error);
}

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(new URL('./tunez.wasm', import.meta.url));
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  // Streaming insists on the media type, which not every server knows.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

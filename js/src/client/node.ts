// How the engine and its storage are had in Node.
import type { EngineCode } from '../wire/engine_code.ts';
import { hostError } from '../wire/errors.ts';
import { withSensitiveRecords } from './sensitive_records.ts';
import { memory, type Platform } from './session.ts';

let compiled: Promise<EngineCode> | undefined;

/** Node, whose storages are files. */
export const node: Platform = {
  compile: () => (compiled ??= engineIn(new URL('.', import.meta.url)).catch(forget)),
  openPort: async (storage) => {
    if (storage === memory) return null;
    // A file of that name would be made, and nobody know where the data went.
    if (typeof storage !== 'string' || storage === '' || /^(opfs|indexeddb):/.test(storage))
      throw hostError(
        'storage_unavailable',
        `the storage ${storage} is not known in Node; there are ":memory:" and paths of files`,
      );
    const { openFiles } = await import('../runtime/storage/node.ts');
    return openFiles(storage);
  },
  facts: async (storage, opened) => {
    if (opened === null) return { persisted: false, available: null };
    const { statfs } = await import('node:fs/promises');
    const { bavail, bsize } = await statfs(storage);
    return { persisted: true, available: bavail * bsize };
  },
  answers: withSensitiveRecords,
};

function forget(error: unknown): never {
  compiled = undefined;
  throw hostError('engine_failed', `the engine could not be loaded: ${String(error)}`, error);
}

/** The engine whose files are in a folder, compiled. */
export async function engineIn(folder: URL): Promise<EngineCode> {
  const { readFileSync } = await import('node:fs');
  const read = (name: string): Uint8Array<ArrayBuffer> => readFileSync(new URL(name, folder));
  let deferred: WebAssembly.Module | undefined;
  return {
    primary: await WebAssembly.compile(read('tunez.wasm')),
    deferred: () => (deferred ??= new WebAssembly.Module(read('tunez.deferred.wasm'))),
  };
}

// How the engine and its storage are had in Node.
import { hostError } from '../wire/errors.ts';
import { withSensitiveRecords } from './sensitive_records.ts';
import { memory, type Platform } from './session.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/** Node, whose storages are files. */
export const node: Platform = {
  compile: () => (compiled ??= compile().catch(forget)),
  openPort: async (storage) => {
    if (storage === memory) return null;
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

async function compile(): Promise<WebAssembly.Module> {
  const { readFile } = await import('node:fs/promises');
  return WebAssembly.compile(await readFile(new URL('./tunez.wasm', import.meta.url)));
}

// How the engine and its storage are had in a browser.
import type { EngineCode } from '../wire/engine_code.ts';
import { hostError } from '../wire/errors.ts';
import type { StorageFacts } from '../runtime/storage/control.ts';
import type { OpenedStorage } from '../runtime/storage/port.ts';
import { unlessAbandoned } from '../runtime/abandoned.ts';
import { importFactory } from '../wire/engine_module.ts';
import { compileEngine } from './engine_files.ts';
import { memory, type Platform } from './session.ts';

let compiled: Promise<EngineCode> | undefined;

/** The browser, on a page or in a worker. */
export const browser: Platform = {
  compile: () => (compiled ??= compile().catch(forget)),
  openPort: async (storage, abandoned) => {
    if (storage === memory) return null;
    const [, place, name] = /^(opfs|indexeddb):(.+)$/s.exec(storage) ?? [];
    if (name === undefined)
      throw hostError(
        'storage_unavailable',
        `the storage ${storage} is not known in a browser; there are ":memory:", "opfs:name" and "indexeddb:name"`,
      );
    return place === 'opfs' ? openFiles(name, abandoned) : openDatabase(name);
  },
  facts: async (_, opened): Promise<StorageFacts> => {
    // Browsers hide their storage from pages that did not come safely.
    const { storage } = navigator as { storage?: StorageManager };
    if (opened === null || storage === undefined) return { persisted: false, available: null };
    const [persisted, { quota, usage }] = await Promise.all([
      storage.persisted(),
      storage.estimate(),
    ]);
    const available = quota === undefined || usage === undefined ? null : quota - usage;
    return { persisted, available };
  },
};

// Where there are no files IndexedDB takes their place, and keeps it: a database is looked for where
// it was begun, should the browser have learned about files since.
async function openFiles(name: string, abandoned?: AbortSignal): Promise<OpenedStorage> {
  const { findInOpfs, openOpfs } = await unlessAbandoned(importFiles(), abandoned);
  const found = await unlessAbandoned(findInOpfs(name), abandoned);
  if (found === true) return openOpfs(name, abandoned);
  const { existsInIndexedDb } = await import('../runtime/storage/indexeddb.ts');
  const isDatabase = found === null || (await existsInIndexedDb(name));
  return isDatabase ? openDatabase(name) : openOpfs(name, abandoned);
}

// The first question about its files takes a browser several times as long as the next.
function wakeStorage(): void {
  const { storage } = navigator as { storage?: Partial<StorageManager> };
  storage?.getDirectory?.().catch(() => undefined);
}

const importFiles = () => import('../runtime/storage/opfs.ts');

async function openDatabase(name: string): Promise<OpenedStorage> {
  const { openIndexedDb } = await import('../runtime/storage/indexeddb.ts');
  return openIndexedDb(name);
}

function forget(error: unknown): never {
  compiled = undefined;
  throw hostError('engine_failed', `the engine could not be loaded: ${String(error)}`, error);
}

function compile(): Promise<EngineCode> {
  // Code that is needed next is fetched beside it, not after it. Where that fails it is tried again then.
  for (const code of [importFactory(), importFiles()]) code.catch(() => undefined);
  wakeStorage();
  return compileEngine(
    new URL('./tunez.wasm', import.meta.url),
    new URL('./tunez.deferred.wasm', import.meta.url),
  );
}

import { storageInUse } from '../db';

export interface StorageFacts {
  kept: boolean;
  /** Bytes this origin uses, and may use; unknown where the browser does not tell. */
  used?: number | undefined;
  available?: number | undefined;
  /** Whether the browser promised not to clear the data by itself. */
  persistent: boolean;
}

export async function readStorageFacts(): Promise<StorageFacts> {
  const [estimate, persistent] = await askBrowser();
  return {
    kept: storageInUse() !== ':memory:',
    used: estimate.usage,
    available: estimate.quota,
    persistent,
  };
}

/** Browsers hide their storage from pages that did not come safely, and then know nothing. */
async function askBrowser(): Promise<[StorageEstimate, boolean]> {
  if (!('storage' in navigator)) return [{}, false];
  return Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];

export function inUnits(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const amount = bytes / 1000 ** power;
  return `${amount.toFixed(power > 0 && amount < 10 ? 1 : 0)} ${units[power]}`;
}

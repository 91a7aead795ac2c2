// The browsers that are not the reference.
import { firefox } from './firefox.ts';
import { webkit } from './webkit.ts';

/** Each with why its tests are skipped, where they have to be. */
export const engines = [firefox, webkit].map((engine) => {
  const { name, missing } = engine;
  return { engine, name, skip: missing.length > 0 && `to be installed: ${missing.join(' ')}` };
});

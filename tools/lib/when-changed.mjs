// Skips work whose inputs are the very ones of last time.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from '../setup/paths.mjs';
import { fingerprint } from './files.mjs';
import { skipped } from './steps.mjs';

/** Runs `work` unless it went well on the same `inputs`, and its `output`, if it has one, is there. */
export async function whenChanged(name, { inputs, output }, work) {
  const stamp = join(build, 'stamps', name);
  const now = fingerprint(inputs);
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (before === now && (!output || existsSync(join(root, output))))
    return skipped('nothing has changed');
  const result = await work();
  if (result.ok) {
    mkdirSync(join(build, 'stamps'), { recursive: true });
    writeFileSync(stamp, now);
  }
  return result;
}

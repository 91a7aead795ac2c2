// Skips work whose inputs are the very ones of last time, with the same Node.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, root } from '../setup/paths.mjs';
import { fingerprint } from './files.mjs';
import { skipped } from './steps.mjs';

/**
 * Runs `work` unless it went well on the same `inputs`, and its `output`, if it has one, is there. Of
 * tests, what passed then is told again. `stamps` is where that is kept.
 */
export async function whenChanged(name, { inputs, output, stamps = join(build, 'stamps') }, work) {
  const stamp = join(stamps, name);
  const now = `${process.version}-${fingerprint(inputs)}`;
  const [before, passed] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (before === now && (!output || existsSync(resolve(root, output))))
    return passed === undefined
      ? skipped('nothing has changed')
      : { ok: true, passed: Number(passed), failed: 0, earlier: true };
  const result = await work();
  if (result.ok && !result.skipped) {
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, result.passed === undefined ? now : `${now} ${result.passed}`);
  }
  return result;
}

// Skips work whose inputs are the very ones of last time, with the same Node.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, root } from '../setup/paths.mjs';
import { fingerprint } from './files.mjs';
import { skipped } from './steps.mjs';

/**
 * Runs `work` unless it went well on the same `inputs`, and its `output`, if it has one, is there; runs
 * it `always` where that is said. Of tests, what passed then is told again. `stamps` is where that is kept.
 */
export async function whenChanged(
  name,
  { inputs, output, always = false, stamps = join(build, 'stamps') },
  work,
) {
  const stamp = join(stamps, name);
  const now = `${process.version}-${fingerprint(inputs)}`;
  const [before, passed] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
  if (!always && before === now && (!output || existsSync(resolve(root, output))))
    return passed === undefined
      ? skipped('nothing has changed')
      : { ok: true, passed: Number(passed), failed: 0, earlier: true };
  const result = await work();
  // What failed on the same inputs as it had passed on passes no longer.
  if (!result.ok) rmSync(stamp, { force: true });
  else if (!result.skipped) {
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, result.passed === undefined ? now : `${now} ${result.passed}`);
  }
  return result;
}

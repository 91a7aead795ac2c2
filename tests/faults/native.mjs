// Faults that are put into the engine's own tests: each is a test of tests/core/action, in an optimised
// build, with the size and the seed that are wanted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildPreset } from '../../tools/lib/cmake.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the tests whose names match. What they tell is logged; what failed counts as bad. */
export async function runNative(name, { size, seed = 1, log = () => undefined }) {
  const built = await buildPreset('native-release', ['test_action']);
  if (!built.ok) throw new Error(`the tests cannot be built:\n${built.output}`);
  const test = spawn(join(root, 'build/native-release/test_action'), [name], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...(size !== undefined && { TUNEZ_FAULT_SIZE: String(size) }),
      TUNEZ_FAULT_SEED: String(seed),
    },
  });
  const result = { bad: 0, seed };
  for await (const line of createInterface({ input: test.stdout })) {
    const told = /^ {2}faults: (.*)$/.exec(line)?.[1];
    if (told !== undefined) Object.assign(result, JSON.parse(told));
    else if (/FAILED|^ {2}(seed|expected|is) /.test(line)) log(line);
    if (line.includes('FAILED')) result.bad++;
  }
  if (test.exitCode === null && test.signalCode === null) await once(test, 'exit');
  if (test.exitCode !== 0 && result.bad === 0) result.bad = 1;
  return result;
}

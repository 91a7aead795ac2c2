// Faults that are put into the engine's own tests: each is some tests of tests/core, in an optimised
// build, with the size and the seed that are wanted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildPreset } from '../../tools/lib/cmake.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a program's tests that a filter names. What they tell is added up; what failed counts as bad. */
export async function runNative(
  filter,
  { program = 'test_action', size, seed = 1, log = () => undefined },
) {
  const built = await buildPreset('native-release', [program]);
  if (!built.ok) throw new Error(`the tests cannot be built:\n${built.output}`);
  const test = spawn(join(root, 'build/native-release', program), [filter], {
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
    if (told !== undefined)
      for (const [name, number] of Object.entries(JSON.parse(told)))
        result[name] = (result[name] ?? 0) + number;
    else if (/FAILED|^ {2}(seed|expected|is) /.test(line)) log(line);
    if (line.includes('FAILED')) result.bad++;
  }
  if (test.exitCode === null && test.signalCode === null) await once(test, 'exit');
  if (test.exitCode !== 0 && result.bad === 0) result.bad = 1;
  return result;
}

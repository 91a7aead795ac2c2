// Configures, builds and tests a preset of CMakePresets.json.
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, root } from '../setup/paths.mjs';
import { command } from './command.mjs';
import { countCatch2 } from './count.mjs';

/** Configures when that has not been done; afterwards Ninja notices itself when it must be again. */
export async function configure(preset) {
  const folder = join(build, preset);
  if (existsSync(join(folder, 'build.ninja'))) {
    if (isOf(root, folder)) return { ok: true };
    rmSync(folder, { recursive: true });
  }
  return command('cmake', ['--preset', preset], { quiet: true });
}

// A tree that was moved or copied is built anew: what was built names its old place. (It may name this
// one by another way to it.)
function isOf(source, folder) {
  const cache = readFileSync(join(folder, 'CMakeCache.txt'), 'utf8');
  const [, place] = /^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$/m.exec(cache) ?? [];
  return existsSync(place) && realpathSync(place) === realpathSync(source);
}

export async function buildPreset(preset, targets = []) {
  const configured = await configure(preset);
  if (!configured.ok) return configured;
  const wanted = targets.length > 0 ? ['--target', ...targets] : [];
  return command('cmake', ['--build', join(build, preset), ...wanted, '--', '-k', '0'], {
    quiet: true,
  });
}

export async function testPreset(preset) {
  const result = await command('ctest', ['--preset', preset], { quiet: true });
  return { ...result, ...countCatch2(result.output) };
}

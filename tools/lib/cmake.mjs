// Configures, builds and tests a preset of CMakePresets.json.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../setup/paths.mjs';
import { command } from './command.mjs';
import { countCatch2 } from './count.mjs';

/** Configures when that has not been done; afterwards Ninja notices itself when it must be again. */
export async function configure(preset) {
  if (existsSync(join(build, preset, 'build.ninja'))) return { ok: true };
  return command('cmake', ['--preset', preset], { quiet: true });
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

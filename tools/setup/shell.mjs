// Running other programs, without a shell and without standard input: nothing may ever ask.
import { spawnSync } from 'node:child_process';
import { Problem } from './say.mjs';

/** Runs to completion and returns standard output; a failure is a Problem that quotes its end. */
export function run(program, args, options = {}) {
  const result = attempt(program, args, options);
  if (result.status === 0) return result.stdout;
  const said = (result.error?.message ?? `${result.stderr}\n${result.stdout}`).trim();
  const tail = said.split('\n').slice(-8).join('\n');
  throw new Problem(`"${program} ${args.slice(0, 4).join(' ')}" failed:\n${tail}`);
}

/** The same, for when failing is an answer. */
export function attempt(program, args, { env, ...options } = {}) {
  return spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...env },
    ...options,
  });
}

export const exists = (program) => attempt('which', [program]).status === 0;

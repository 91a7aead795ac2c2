// Runs a program of a build or test step: its output is shown as it comes, and kept to be counted.
import { spawn } from 'node:child_process';
import { root } from '../setup/paths.mjs';

/**
 * Resolves to { ok, output }; never rejects, also when the program cannot be started. One that runs
 * for longer than `timeout` milliseconds is ended, and has failed.
 */
export function command(program, args, { cwd = root, env, quiet = false, timeout } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
    });
    const chunks = [];
    const keep = (stream) => (chunk) => {
      chunks.push(chunk);
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    child.on('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', (code, signal) => {
      const output = Buffer.concat(chunks).toString('utf8');
      const ended = signal ? `\n${program} was ended by ${signal}` : '';
      resolve({ ok: code === 0, output: output + ended });
    });
  });
}

/** A program of an npm package of the workspace. */
export const packaged = (name) => `${root}/node_modules/.bin/${name}`;

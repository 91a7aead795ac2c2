#!/usr/bin/env node
// `npm run faults -- <name> [--size n] [--seed s]`: one kind of fault, as often as is wanted, and what
// came of it. Fails when anything was lost, or was there by halves. Each is a file of this folder that
// exports `run({ size, seed, log })`, which resolves to what is printed: `bad` is how much was wrong.
import { parseArgs } from 'node:util';

/** The faults by name, and what `size` counts. */
const faults = {
  'kill-browser': 'kills of a browser under load',
  'kill-node': 'kills of a process under load',
  crash: 'simulated losses of power',
  io: 'calls of the storage that fail',
  allocations: 'allocations that fail',
  quota: 'times that a storage is filled',
  room: 'sizes of a storage that is too small',
  tabs: 'seconds of tabs that open, close, crash and freeze',
  migrations: 'migrations that are stopped',
  damaged: 'databases that are damaged',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string' }, seed: { type: 'string' } },
});
const [name] = positionals;

if (name === undefined || !Object.hasOwn(faults, name)) {
  console.error(name === undefined ? 'Which fault?' : `There is no fault ${name}.`);
  for (const [known, counts] of Object.entries(faults))
    console.error(`  npm run faults -- ${known.padEnd(12)} [--size ${counts}] [--seed number]`);
  process.exitCode = 2;
} else {
  const { run } = await import(new URL(`${name}.mjs`, import.meta.url).href);
  const result = await run({
    ...(values.size !== undefined && { size: number('size') }),
    seed: values.seed === undefined ? Date.now() % 2 ** 32 : number('seed'),
    log: (line) => console.log(line),
  });
  console.log(JSON.stringify(result));
  process.exitCode = result.bad === 0 ? 0 : 1;
}

function number(option) {
  const value = Number(values[option]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${option} is a number`);
  return value;
}

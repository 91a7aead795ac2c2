// What the benchmarks of one process share.
import { performance } from 'node:perf_hooks';

/** Milliseconds: of the clock, or with TUNEZ_BENCH_CPU of the processor, which others on the machine disturb less. */
export const now = process.env.TUNEZ_BENCH_CPU
  ? () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
  : () => performance.now();

export async function timed(work) {
  globalThis.gc?.();
  const started = now();
  await work();
  return now() - started;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.floor(sorted.length / 2)] * 100) / 100;
}

export function expect(what, actual, wanted) {
  if (actual !== wanted) throw new Error(`${String(actual)} is not ${what} (${String(wanted)})`);
}

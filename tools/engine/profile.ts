// Runs the workload on the instrumented engine beside this file, and writes down beside it which
// functions each instance called.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './workload.ts';

const instances = watchInstances();
const folder = mkdtempSync(join(tmpdir(), 'tunez-workload-'));
try {
  await run(folder);
} finally {
  rmSync(folder, { recursive: true });
}
instances.forEach((instance, index) => {
  writeFileSync(new URL(`${String(index)}.profile`, import.meta.url), profileOf(instance));
});
// Its channels would keep it alive.
process.exit();

/** The instances that are made from now on. */
function watchInstances(): readonly WebAssembly.Instance[] {
  const made: WebAssembly.Instance[] = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (module: WebAssembly.Module, imports: WebAssembly.Imports) => {
    const instance = await instantiate(module, imports);
    made.push(instance);
    return instance;
  }) as typeof instantiate;
  return made;
}

// It is written into memory that is added for it.
function profileOf({ exports }: WebAssembly.Instance): Uint8Array {
  const write = exports['__write_profile'] as (address: number, room: number) => number;
  const memory = Object.values(exports).find((value) => value instanceof WebAssembly.Memory)!;
  const length = write(0, 0);
  const address = memory.grow(Math.ceil(length / 65_536)) * 65_536;
  write(address, length);
  return new Uint8Array(memory.buffer, address, length);
}

// SQLite's C API inside WebAssembly with no JavaScript per row: what an engine like ours can approach and not pass.
import { limitModule } from '../limit/build.mjs';
import { pageSize, schema } from './schema.mjs';

const rows = ['create', 'get', 'list', 'nested_load', 'update', 'cascade_delete'];

export async function open({ artists, more }) {
  const { default: create } = await import(limitModule);
  const wasm = await create();
  const withText = (string, use) => {
    const pointer = wasm.stringToNewUTF8(string);
    const result = use(pointer);
    wasm._free(pointer);
    return result;
  };
  const intoMemory = (picks) => {
    const address = wasm._malloc(picks.length * 4 + 4);
    wasm.HEAPU32.set(picks, address / 4);
    return { address, length: picks.length };
  };
  withText(`PRAGMA page_size = ${pageSize}; ${schema}`, (sql) =>
    wasm._limit_open(sql, artists, more),
  );
  return {
    isChecksum: true,
    load: () => wasm._limit_load(),
    prepare: {
      bulk_create: () => ({ length: artists * 100 }),
      ...Object.fromEntries(rows.map((row) => [row, intoMemory])),
    },
    run: {
      bulk_create: () => wasm._limit_bulk_create(),
      ...Object.fromEntries(
        rows.map((row) => [
          row,
          (items, from, to) => wasm[`_limit_${row}`](items.address, from, to),
        ]),
      ),
    },
    count: (table) => withText(`SELECT count(*) FROM ${table}`, wasm._limit_count),
    close: () => wasm._limit_close(),
  };
}

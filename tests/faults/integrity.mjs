// Another SQLite looks at a file.
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';

let sqlite;

/** Whether SQLite finds nothing wrong with the bytes of a database. */
export async function isWhole(bytes) {
  sqlite ??= await sqlite3InitModule({ print: () => undefined, printErr: () => undefined });
  const { capi, wasm, oo1 } = sqlite;
  const database = new oo1.DB(':memory:');
  try {
    const pointer = wasm.allocFromTypedArray(bytes);
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_READONLY;
    const size = bytes.length;
    if (capi.sqlite3_deserialize(database, 'main', pointer, size, size, flags) !== 0) return false;
    const found = database.selectValues('PRAGMA integrity_check');
    const strays = database.selectValues('PRAGMA foreign_key_check');
    return found.length === 1 && found[0] === 'ok' && strays.length === 0;
  } catch {
    return false;
  } finally {
    database.close();
  }
}

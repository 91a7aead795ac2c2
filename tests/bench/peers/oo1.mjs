// The official WebAssembly build of SQLite through its object-oriented API, as its documentation writes it:
// db.exec, db.selectObject, db.selectObjects; many inserts through one prepared statement in one transaction.
import { writeFileSync } from 'node:fs';
import { pageSize, schema } from './schema.mjs';
import { sqlPeer } from './sql_peer.mjs';

export async function open() {
  const sqlite3 = await library();
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(`PRAGMA page_size = ${pageSize}; PRAGMA foreign_keys = ON; ${schema}`);
  return Object.assign(sqlPeer(everyday(db)), {
    bytes: () => sqlite3.capi.sqlite3_js_db_export(db),
  });
}

/** The file that the peers which are SQLite itself open. */
export async function writeFile(path, data) {
  const peer = await open();
  peer.load(data, []);
  peer.run.bulk_create(peer.prepare.bulk_create());
  writeFileSync(path, peer.bytes());
  peer.close();
}

/** In Node this build has no file system: a file is read into memory and becomes the database. */
export async function openFile(path) {
  const [{ readFileSync }, sqlite3] = await Promise.all([import('node:fs'), library()]);
  const db = new sqlite3.oo1.DB(':memory:');
  const bytes = new Uint8Array(readFileSync(path));
  const pointer = sqlite3.wasm.allocFromTypedArray(bytes);
  const { SQLITE_DESERIALIZE_FREEONCLOSE, SQLITE_DESERIALIZE_RESIZEABLE } = sqlite3.capi;
  db.checkRc(
    sqlite3.capi.sqlite3_deserialize(
      db.pointer,
      'main',
      pointer,
      bytes.byteLength,
      bytes.byteLength,
      SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE,
    ),
  );
  return sqlPeer(everyday(db));
}

export async function library() {
  const { default: sqlite3InitModule } = await import('@sqlite.org/sqlite-wasm');
  return sqlite3InitModule();
}

export function insertMany(db, sql, rows) {
  db.transaction(() => {
    const statement = db.prepare(sql);
    try {
      for (const row of rows) statement.bind(row).stepReset();
    } finally {
      statement.finalize();
    }
  });
}

function everyday(db) {
  return {
    run: (sql, bind) => db.exec({ sql, bind }),
    one: (sql, values) => db.selectObject(sql, values.length > 0 ? values : undefined),
    all: (sql, values) => db.selectObjects(sql, values.length > 0 ? values : undefined),
    insertMany: (sql, rows) => insertMany(db, sql, rows),
    close: () => db.close(),
  };
}

// SQLite compiled for the machine, as a Node addon; statements prepared once and kept.
import { nativeBinding } from '../addon.mjs';
import { pageSize, schema } from './schema.mjs';
import { sqlPeer } from './sql_peer.mjs';

export async function open() {
  const db = await database(':memory:');
  db.pragma(`page_size = ${pageSize}`);
  db.pragma('foreign_keys = ON');
  db.exec(schema);
  return sqlPeer(driver(db));
}

export async function openFile(path) {
  return sqlPeer(driver(await database(path)));
}

async function database(path) {
  const { default: Database } = await import('better-sqlite3');
  return new Database(path, { nativeBinding });
}

function driver(db) {
  const statements = new Map();
  const statement = (sql) => {
    let known = statements.get(sql);
    if (known === undefined) statements.set(sql, (known = db.prepare(sql)));
    return known;
  };
  return {
    run: (sql, values) => statement(sql).run(values),
    one: (sql, values) => statement(sql).get(values),
    all: (sql, values) => statement(sql).all(values),
    insertMany: (sql, rows) => {
      const insert = statement(sql);
      db.transaction(() => {
        for (const row of rows) insert.run(row);
      })();
    },
    close: () => db.close(),
  };
}

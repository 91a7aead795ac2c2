// The same library, used with more care than its documentation asks for: every statement is prepared once and kept.
import { insertMany, library } from './oo1.mjs';
import { pageSize, schema } from './schema.mjs';
import { sqlPeer } from './sql_peer.mjs';

export async function open() {
  const sqlite3 = await library();
  const db = new sqlite3.oo1.DB(':memory:');
  db.exec(`PRAGMA page_size = ${pageSize}; PRAGMA foreign_keys = ON; ${schema}`);
  return sqlPeer(prepared(db));
}

function prepared(db) {
  const statements = new Map();
  const statement = (sql) => {
    let known = statements.get(sql);
    if (known === undefined) statements.set(sql, (known = db.prepare(sql)));
    return known;
  };
  const bound = (sql, values) => {
    const known = statement(sql);
    return values.length > 0 ? known.bind(values) : known;
  };
  return {
    run: (sql, values) => bound(sql, values).stepReset(),
    one: (sql, values) => {
      const query = bound(sql, values);
      const row = query.step() ? query.get({}) : undefined;
      query.reset();
      return row;
    },
    all: (sql, values) => {
      const query = bound(sql, values);
      const rows = [];
      while (query.step()) rows.push(query.get({}));
      query.reset();
      return rows;
    },
    insertMany: (sql, rows) => insertMany(db, sql, rows),
    close: () => {
      for (const known of statements.values()) known.finalize();
      db.close();
    },
  };
}

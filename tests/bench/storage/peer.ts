// The official WebAssembly build of SQLite on its opfs-sahpool, as it comes: raw statements through OO1.
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';

type Task =
  | { readonly kind: 'creates'; readonly count: number }
  | { readonly kind: 'fill'; readonly count: number }
  | { readonly kind: 'first' };

// As many as on the other side.
const warmUp = 3000;
const insert = 'INSERT INTO tracks VALUES (?, ?, ?, ?, ?)';
const row = (i: number) => {
  const at = '2026-01-01T00:00:00.000000Z';
  return [crypto.randomUUID(), `Track ${i}`, 60 + (i % 240), at, at];
};

async function open(name: string) {
  const sqlite3 = await sqlite3InitModule();
  const pool = await sqlite3.installOpfsSAHPoolVfs({});
  const db = new pool.OpfsSAHPoolDb(`/${name}`);
  db.exec(`CREATE TABLE IF NOT EXISTS tracks (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL,
    duration_seconds INTEGER NOT NULL, inserted_at TEXT NOT NULL, updated_at TEXT NOT NULL)`);
  return db;
}

async function carryOut(task: Task): Promise<number | undefined> {
  const db = await open(task.kind === 'creates' ? 'creates' : 'many');
  try {
    switch (task.kind) {
      case 'creates': {
        for (let i = 0; i < warmUp; i += 1) db.exec({ sql: insert, bind: row(i) });
        const started = performance.now();
        for (let i = 0; i < task.count; i += 1) db.exec({ sql: insert, bind: row(i) });
        return (task.count * 1000) / (performance.now() - started);
      }
      case 'fill': {
        const statement = db.prepare(insert);
        db.transaction(() => {
          for (let i = 0; i < task.count; i += 1) statement.bind(row(i)).stepReset();
        });
        statement.finalize();
        return 0;
      }
      case 'first':
        if (db.selectObject('SELECT * FROM tracks LIMIT 1') === undefined)
          throw new Error('there is no record');
        return undefined;
    }
  } finally {
    if (task.kind !== 'first') db.close();
  }
}

onmessage = ({ data }: MessageEvent<Task>) => {
  carryOut(data).then(
    (value) => postMessage({ value }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
};

// What is asked at once is one message to the worker, and so are the answers that share a flush.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect, domain, resource, t } from 'tunez';
import { serve } from 'tunez/worker';

const Note = resource('Note', {
  attributes: { id: t.integer().primaryKey().writable(), text: t.string() },
  actions: { defaults: ['read', { create: ['id', 'text'] }] },
});
const Notes = domain('Notes', { resources: { Note } });
const up = ['CREATE TABLE "notes" ("id" INTEGER PRIMARY KEY, "text" TEXT) STRICT'];
const migrations = [{ version: '1', name: 'notes', up, down: [] }];

test('a hundred writes that are sent at once are a message each way, and are answered in order', async (test) => {
  const folder = mkdtempSync(join(tmpdir(), 'tunez-together-'));
  const { port1, port2 } = new MessageChannel();
  test.after(() => {
    port1.close();
    rmSync(folder, { recursive: true });
  });
  const heard = { worker: 0, page: 0 };
  port2.addEventListener('message', () => heard.worker++);
  port1.addEventListener('message', () => heard.page++);
  serve({ domains: [Notes], migrations, scope: port2 });
  const tunez = await connect(port1, { domains: [Notes], storage: join(folder, 'notes.db') });
  await tunez.create(Note, 'create', { id: 1_000 });
  heard.worker = heard.page = 0;
  const ids = Array.from({ length: 100 }, (_, id) => id);
  const order: number[] = [];
  const all = ids.map(async (id) => {
    await tunez.create(Note, 'create', { id });
    order.push(id);
  });
  await Promise.all(all);
  assert.deepEqual(order, ids);
  assert.deepEqual(heard, { worker: 1, page: 1 });
  await tunez.close();
});

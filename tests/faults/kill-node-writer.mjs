// The process that is killed: writes on from a state, one write after the other or several at once, and
// says `?` before each and `!` when it is acknowledged.
import { writeSync } from 'node:fs';
import { open } from 'tunez';
import { carryOut, Ledger, Model, writeOf } from './ledger.mjs';

const [, , storage, start] = process.argv;
const { written, pages, migrations } = JSON.parse(start);
const model = new Model();
model.written = written;
for (const number of pages) model.pages.set(number, []);

const tunez = await open({ domains: [Ledger], storage, migrations });
for (;;) {
  const together = Math.random() < 0.2 ? 5 : 1;
  await Promise.all(Array.from({ length: together }, write));
  if (Math.random() < 0.03) await tunez.storage.backup();
}

async function write() {
  const next = writeOf(model);
  model.advance();
  writeSync(1, '?');
  await carryOut(tunez, next);
  writeSync(1, '!');
}

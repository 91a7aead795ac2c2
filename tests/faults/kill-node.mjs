// Kills a Node process that writes, at random moments: while it starts, opens, recovers, writes, copies
// or closes. After each kill the files are copied as they are, and the copy is opened: it must be in a
// state that the database had after some write n, from the last that was acknowledged to the last that
// was sent; and SQLite must find nothing wrong with it. The next process goes on with the files themselves.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { open } from 'tunez';
import { isWhole } from './integrity.mjs';
import { Ledger, migrationsOf, Model, stateOf } from './ledger.mjs';
import { randomOf } from './random.mjs';

const writer = fileURLToPath(new URL('kill-node-writer.mjs', import.meta.url));

/** `size` kills. */
export async function run({ size = 100, seed = 1, log = () => undefined }) {
  const random = randomOf(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tunez-kill-node-'));
  const files = join(folder, 'files');
  mkdirSync(files);
  const migrations = await migrationsOf(Ledger);
  const result = { kills: 0, acknowledged: 0, lost: 0, corrupt: 0, bad: 0, seed };
  let model = new Model();
  try {
    while (result.kills < size) {
      const { acknowledged, sent } = await killedWriter(files, model, migrations, random);
      result.kills++;
      result.acknowledged += acknowledged;
      const copy = join(folder, 'copy');
      rmSync(copy, { recursive: true, force: true });
      cpSync(files, copy, { recursive: true });
      const { state, problem } = await examined(join(copy, 'ledger.sqlite'), migrations);
      const found = reached(model, state, acknowledged, sent);
      if (problem !== undefined) result.corrupt++;
      if (found === undefined) result.lost++;
      if (problem !== undefined || found === undefined) {
        result.bad++;
        log(
          `kill ${result.kills} (seed ${seed}): ${problem ?? 'not in any state that it should be in'}; files in ${copy}`,
        );
        log(
          `writes ${model.written} + ${acknowledged} acknowledged of ${sent}: ${readdirSync(copy).join(', ')}`,
        );
        return result;
      }
      model = found;
      if (result.kills % 100 === 0)
        log(`${result.kills} kills, ${result.acknowledged} acknowledged writes`);
    }
    return result;
  } finally {
    if (result.bad === 0) rmSync(folder, { recursive: true });
  }
}

/** Runs a writer from a state until it is killed: how many writes it had acknowledged, and had sent. */
async function killedWriter(files, model, migrations, random) {
  const pages = [...model.pages.keys()];
  const start = JSON.stringify({ written: model.written, pages, migrations });
  const child = spawn(process.execPath, [writer, join(files, 'ledger.sqlite'), start], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const over = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  // Some die before they are open.
  const early = random() < 0.2;
  const timer = setTimeout(kill, early ? random() * 150 : 30_000);
  const after = Math.floor(random() ** 2 * 40);
  const then = random() * 4;
  let sent = 0;
  let acknowledged = 0;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const marks = rest + text;
    rest = '';
    for (const mark of marks)
      if (mark === '?') sent++;
      else if (mark === '!') acknowledged++;
    if (!early && acknowledged >= after) setTimeout(kill, then);
  });
  const [code, signal] = await over;
  clearTimeout(timer);
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself, with ${code}`);
  return { acknowledged, sent };
}

/** What a database holds, and what is wrong with it. */
async function examined(path, migrations) {
  let tunez;
  try {
    tunez = await open({ domains: [Ledger], storage: path, migrations });
    const state = await stateOf(tunez);
    const problem = (await isWhole(await tunez.storage.export())) ? undefined : 'damaged';
    return { state, problem };
  } catch (error) {
    return { state: '', problem: String(error) };
  } finally {
    await tunez?.close();
  }
}

/** The model in the state that was found, if that is one of those that may be. */
function reached(model, state, acknowledged, sent) {
  const possible = model.copy();
  for (let writes = 0; writes <= sent; writes++) {
    if (writes >= acknowledged && possible.toString() === state) return possible;
    possible.advance();
  }
  return undefined;
}

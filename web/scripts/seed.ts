// Fills a database file with the sample catalogue: npm run seed -w web -- music.sqlite
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { open, type Migration } from 'tunez';
import { Accounts, Music } from '../src/domain';
import { loadSample } from '../src/sample/load';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the file to fill: npm run seed -w web -- music.sqlite');
  process.exit(1);
}

// Scripts of a workspace run in its folder; the path is meant from where npm was called.
const storage = resolve(process.env['INIT_CWD'] ?? '.', file);
const tunez = await open({ domains: [Accounts, Music], storage, migrations: migrations() });
try {
  const { artists, albums } = await loadSample(tunez);
  console.log(`${storage}: added ${artists} artists and ${albums} albums`);
} finally {
  await tunez.close();
}

function migrations(): Migration[] {
  const folder = new URL('../../migrations/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Migration);
}

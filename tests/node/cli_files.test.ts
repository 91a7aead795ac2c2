// The parts of the command line that need no engine: files, answers, configuration, new resources.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadProject } from '../../js/src/cli/config.ts';
import {
  readMigrations,
  readSnapshots,
  removeDevFiles,
  writeMigration,
} from '../../js/src/cli/files.ts';
import { newResource } from '../../js/src/cli/new_resource.ts';
import { answerQuestions, renamesFrom } from '../../js/src/cli/questions.ts';

const folders = mkdtempSync(join(tmpdir(), 'tunez-cli-'));
after(() => rmSync(folders, { recursive: true }));

const folder = () => mkdtempSync(join(folders, 'project-'));
const migration = (version: string, dev = false) => ({
  version,
  name: `m${version}`,
  up: ['CREATE TABLE "t" ("id" TEXT)'],
  down: ['DROP TABLE "t"'],
  dev,
});

test('migrations are files that sort by version; snapshots are kept by table', () => {
  const place = folder();
  writeMigration(place, migration('20260102000000'), { artists: { v: 2 } });
  writeMigration(place, migration('20260101000000'), { artists: { v: 1 }, albums: { v: 1 } });
  assert.deepEqual(
    readMigrations(place).map(({ version }) => version),
    ['20260101000000', '20260102000000'],
  );
  assert.deepEqual(readSnapshots(place, { dev: false }), { artists: { v: 2 }, albums: { v: 1 } });
});

test('a table that was dropped has no snapshot any more', () => {
  const place = folder();
  writeMigration(place, migration('20260101000000'), { artists: { v: 1 } });
  writeMigration(place, migration('20260102000000'), { artists: null });
  assert.deepEqual(readSnapshots(place, { dev: false }), {});
});

test('dev migrations have files of their own, which are removed together', () => {
  const place = folder();
  writeMigration(place, migration('20260101000000'), { artists: { v: 1 } });
  writeMigration(place, migration('20260102000000', true), { artists: { v: 2 } });
  assert.deepEqual(readSnapshots(place, { dev: true }), { artists: { v: 2 } });
  assert.deepEqual(readSnapshots(place, { dev: false }), { artists: { v: 1 } });
  assert.equal(removeDevFiles(place), true);
  assert.equal(removeDevFiles(place), false);
  assert.equal(readMigrations(place).length, 1);
});

test('a file that is no JSON is named', () => {
  const place = folder();
  writeFileSync(join(place, '1_broken.json'), '{');
  assert.throws(() => readMigrations(place), /1_broken\.json cannot be read/);
});

test('--rename answers questions about tables and columns', () => {
  assert.deepEqual(
    renamesFrom(['bands:artists', 'artists.title:name', 'artists.a:artists.b', 'old:']),
    {
      bands: 'artists',
      'artists.title': 'name',
      'artists.a': 'b',
      old: null,
    },
  );
  assert.throws(() => renamesFrom(['artists']), /write old:new/);
});

test('without a terminal a question becomes an error that names the flags', async () => {
  const question = {
    subject: 'artists.title',
    text: 'Are you renaming artists.title to artists.name?',
    candidates: ['name'],
  };
  await assert.rejects(
    answerQuestions([question]),
    /Are you renaming artists\.title.*--rename artists\.title:name or --rename artists\.title:/,
  );
});

test('a configuration is found, and what is wrong with one is said', async () => {
  const place = folder();
  const config = join(place, 'tunez.config.mjs');
  await assert.rejects(loadProject({ config }), /there is no .*tunez\.config\.mjs/);
  writeFileSync(config, 'export const domains = [];');
  await assert.rejects(loadProject({ config }), /no default export/);
  const other = join(place, 'other.mjs');
  writeFileSync(other, 'export default { domains: [] };');
  await assert.rejects(loadProject({ config: other }), /names no domains/);
});

test('a TypeScript configuration is bundled; paths are relative to it', async () => {
  const place = folder();
  mkdirSync(join(place, 'src'));
  writeFileSync(
    join(place, 'src', 'music.ts'),
    'export const Music: object = { name: "Music", resources: {}, interface: {}, uses: [] };',
  );
  const config = join(place, 'tunez.config.ts');
  writeFileSync(
    config,
    'const config: object = { domains: "src/music.ts", storage: "data/a.db" };\nexport default config;',
  );
  const project = await loadProject({ config });
  assert.deepEqual(
    project.domains.map(({ name }) => name),
    ['Music'],
  );
  assert.equal(project.storage, join(place, 'data/a.db'));
  assert.equal(project.migrations, join(place, 'migrations'));
});

test('a new resource is a file that can be used as it is, and no file is replaced', () => {
  const directory = folder();
  newResource('AlbumCover', ['title:string!', 'taken_on:date'], { directory });
  const text = readFileSync(join(directory, 'album_cover.ts'), 'utf8');
  assert.match(text, /export const AlbumCover = resource\('AlbumCover', \{/);
  assert.match(text, /title: t\.string\(\)\.required\(\)\.public\(\),/);
  assert.match(text, /takenOn: t\.date\(\)\.public\(\),/);
  assert.match(text, /defaultAccept: \['title', 'takenOn'\]/);
  assert.throws(() => {
    newResource('AlbumCover', [], { directory });
  }, /exists already/);
  assert.throws(() => {
    newResource('Other', ['x:strng'], { directory });
  }, /no type strng/);
  assert.throws(() => {
    newResource('other', [], { directory });
  }, /capital letter/);
});

// The command line as a person uses it: files under migrations/, a database beside them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'js/dist/cli.js');

/** A project of its own, inside the repository so that it finds the package. */
function project() {
  const folder = mkdtempSync(join(root, 'build/cli-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(
    join(folder, 'tunez.config.ts'),
    "export default { domains: './music.ts', storage: 'data/music.db' };\n",
  );
  return {
    define: (attributes: string, more = ''): void => {
      writeFileSync(
        join(folder, 'music.ts'),
        `import { domain, resource, t } from 'tunez';
const Artist = resource('Artist', {
  attributes: { id: t.uuid().primaryKey(), ${attributes} },
  actions: { defaults: ['read'] },
});
${more}
export const Music = domain('Music', { resources: { Artist${more === '' ? '' : ', Label'} } });
`,
      );
    },
    tunez: (...parameters: string[]) => {
      const options = { cwd: folder, encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [program, ...parameters],
        options,
      );
      return { status, output: stdout + stderr };
    },
    files: (place: string): string[] =>
      existsSync(join(folder, place)) ? readdirSync(join(folder, place)).sort() : [],
  };
}

const label =
  "const Label = resource('Label', { attributes: { id: t.uuid().primaryKey() }, actions: {} });";

test('codegen writes what has changed, and nothing when nothing has', () => {
  const { define, tunez, files } = project();
  define('name: t.string().required()');
  assert.equal(tunez('codegen', '--check').status, 1);
  const first = tunez('codegen', 'create_artists');
  assert.equal(first.status, 0, first.output);
  assert.match(files('migrations').join(), /\d{14}_create_artists\.json/);
  assert.equal(files('migrations/resource_snapshots/artists').length, 1);
  assert.match(tunez('codegen').output, /Nothing has changed/);
  assert.equal(tunez('codegen', '--check').status, 0);
  define('name: t.string().required(), biography: t.string()', label);
  assert.match(tunez('codegen', '--dry-run').output, /-- up[^]*biography[^]*-- down/);
  assert.equal(tunez('codegen', 'more').status, 0);
  assert.equal(files('migrations').filter((name) => name.endsWith('.json')).length, 2);
});

test('migrate, status and rollback work on the file of the database', () => {
  const { define, tunez, files } = project();
  define('name: t.string()');
  tunez('codegen', 'create_artists');
  assert.match(tunez('status').output, /create_artists {2}pending/);
  const migrated = tunez('migrate');
  assert.match(migrated.output, /Applied \d{14}/, migrated.output);
  assert.ok(files('data').includes('music.db'));
  assert.match(tunez('status').output, /create_artists {2}applied \d{4}/);
  assert.match(tunez('migrate').output, /Nothing is pending/);
  assert.match(tunez('rollback').output, /Rolled back \d{14}/);
  assert.match(tunez('status').output, /pending/);
  assert.match(tunez('rollback').output, /nothing to roll back/);
});

test('a rename is a question, which a flag answers', () => {
  const { define, tunez } = project();
  define('title: t.string()');
  tunez('codegen', 'create_artists');
  define('name: t.string()');
  const asked = tunez('codegen', 'rename');
  assert.equal(asked.status, 1);
  assert.match(asked.output, /artists\.title.*--rename artists\.title:name/);
  const answered = tunez('codegen', 'rename', '--rename', 'artists.title:name');
  assert.equal(answered.status, 0, answered.output);
  assert.match(tunez('codegen').output, /Nothing has changed/);
});

test('a column is dropped only if that is asked for', () => {
  const { define, tunez } = project();
  define('name: t.string(), title: t.string()');
  tunez('codegen', 'create_artists');
  define('name: t.string()');
  assert.match(tunez('codegen', '--dry-run').output, /Left out/);
  assert.doesNotMatch(tunez('codegen', '--dry-run', '--drop-columns').output, /Left out/);
});

test('dev migrations are replaced by one', () => {
  const { define, tunez, files } = project();
  define('name: t.string()');
  assert.equal(tunez('codegen', '--dev').status, 0);
  define('name: t.string(), biography: t.string()');
  assert.equal(tunez('codegen', '--dev').status, 0);
  assert.equal(files('migrations').filter((name) => name.endsWith('_dev.json')).length, 2);
  assert.equal(tunez('codegen', '--check').status, 1);
  assert.equal(tunez('codegen', 'create_artists').status, 0);
  assert.deepEqual(
    files('migrations')
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(15)),
    ['create_artists.json'],
  );
  assert.equal(files('migrations/resource_snapshots/artists').length, 1);
});

test('a wrong definition is told with its place', () => {
  const { define, tunez } = project();
  define("name: t.string({ minLength: 'x' as never })");
  const { status, output } = tunez('codegen');
  assert.equal(status, 1);
  assert.match(output, /Artist\.attributes\.name/);
});

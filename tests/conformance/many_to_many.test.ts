// Posts, tags and what joins them, as the guide defines them, from the definition to a file: no table of it
// is written by hand.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type AnyDomain, type Migration, open } from 'tunez';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(root, 'build/blog-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const tunez = (...parameters: string[]) =>
  execFileSync(process.execPath, [join(root, 'js/dist/cli.js'), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
  });
const filesIn = (place: string) => readdirSync(join(folder, place)).sort();

// The TypeScript of the page up to where it opens a database.
function definition(): string {
  const page = readFileSync(join(root, 'docs/guide/relationships.md'), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block]) => block!);
  const [defined] = blocks.join('\n').split('const tunez = await open');
  return `${defined!}\nexport { Blog };\n`;
}

writeFileSync(join(folder, 'blog.ts'), definition());
writeFileSync(
  join(folder, 'tunez.config.ts'),
  "export default { domains: './blog.ts', storage: 'data/blog.db' };\n",
);

interface Blog {
  writePost(title: string, input: { tags: string[] }): Promise<{ id: string }>;
  tagPost(post: object, tags: string[]): Promise<object>;
  readPosts(options: object): Promise<{ title: string; tags: { id: string; name: string }[] }[]>;
  readTags(options: object): Promise<{ name: string }[]>;
  link: { safe(input: object): Promise<{ error?: { errors: { message: string }[] } }> };
}

// As an application opens it, which was built with the migrations.
async function opened() {
  const migrations = filesIn('migrations')
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, 'migrations', name), 'utf8')) as Migration);
  const { Blog: blog } = (await import(pathToFileURL(join(folder, 'blog.ts')).href)) as {
    Blog: AnyDomain;
  };
  const storage = join(folder, 'data/blog.db');
  return (await open({ domains: [blog], storage, migrations })) as unknown as {
    blog: Blog;
    close(): Promise<void>;
  };
}

test('the tables come from codegen: first while the definition moves, then once', () => {
  tunez('codegen', '--dev');
  assert.match(tunez('migrate'), /Applied/);
  tunez('rollback');
  tunez('codegen', 'create_blog');
  const [file] = filesIn('migrations').filter((name) => name.endsWith('.json'));
  assert.match(file!, /^\d{14}_create_blog\.json$/);
  const { up } = JSON.parse(readFileSync(join(folder, 'migrations', file!), 'utf8')) as Migration;
  for (const table of ['posts', 'tags', 'post_tags'])
    assert.ok(
      up.some((statement) => statement.startsWith(`CREATE TABLE "${table}"`)),
      table,
    );
  assert.ok(
    up.some((one) => /CREATE UNIQUE INDEX .*"post_tags" \("post_id", "tag_id"\)/.test(one)),
  );
  assert.match(tunez('migrate'), /Applied \d{14}/);
  assert.match(tunez('codegen'), /Nothing has changed/);
});

test('in the file that was migrated, posts are tagged, found both ways, and joined once', async () => {
  const app = await opened();
  const { blog } = app;
  const post = await blog.writePost('Offline first', { tags: ['web', 'sqlite'] });
  await blog.writePost('On the desk', { tags: ['sqlite'] });
  const titles = async (name: string) =>
    (await blog.readPosts({ filter: { tags: { name } }, sort: 'title' })).map(({ title }) => title);
  assert.deepEqual(await titles('sqlite'), ['Offline first', 'On the desk']);
  const tagsOf = async () => {
    const [found] = await blog.readPosts({ filter: { id: post.id }, load: { tags: true } });
    return found!.tags;
  };
  assert.deepEqual(
    (await tagsOf()).map(({ name }) => name),
    ['sqlite', 'web'],
  );
  await blog.tagPost(post, ['web']);
  const [web, ...rest] = await tagsOf();
  assert.deepEqual([web!.name, rest], ['web', []]);
  assert.deepEqual(await titles('sqlite'), ['On the desk']);
  const names = await blog.readTags({ filter: { posts: { title: 'Offline first' } } });
  assert.deepEqual(
    names.map(({ name }) => name),
    ['web'],
  );
  const again = await blog.link.safe({ postId: post.id, tagId: web!.id });
  assert.match(again.error!.errors[0]!.message, /has already been taken/);
  await app.close();
});

test('what was written is there when the file is opened again', async () => {
  const app = await opened();
  const { blog } = app;
  const posts = await blog.readPosts({ load: { tags: true }, sort: 'title' });
  assert.deepEqual(
    posts.map(({ title, tags }) => `${title}: ${tags.map(({ name }) => name).join()}`),
    ['Offline first: web', 'On the desk: sqlite'],
  );
  await app.close();
});

// The TypeScript of each guide page, `tsx` included, is one program from top to bottom, which compiles and runs. Blocks
// marked `ts browser` need a browser and are left out. A line that ends in `// → text` says what it prints.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const guide = new URL('docs/guide/', root);
const programs = new URL('build/guide/', root);

rmSync(programs, { recursive: true, force: true });
mkdirSync(programs, { recursive: true });
const pages = readdirSync(guide)
  .filter((name) => name.endsWith('.md'))
  .sort();
for (const page of pages) {
  const blocks = blocksOf(readFileSync(new URL(page, guide), 'utf8'));
  if (blocks.length === 0) continue;
  const program = new URL(page.replace('.md', blocks.some(isJsx) ? '.tsx' : '.ts'), programs);
  writeFileSync(program, blocks.map(({ text }) => text).join('\n'));
  test(`the examples of docs/guide/${page} run and print what they say`, () => {
    const path = fileURLToPath(program);
    const printed = execFileSync(process.execPath, ['--import', 'tsx', path], { encoding: 'utf8' });
    assert.deepEqual(printed.split('\n').slice(0, -1), promisedBy(blocks));
  });
}

test('the examples of the guide and of the README compile', () => {
  const config = { extends: '../../tests/tsconfig.json', include: ['.', '../../docs/examples'] };
  writeFileSync(new URL('tsconfig.json', programs), JSON.stringify(config));
  const compiler = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));
  const result = compile(compiler, fileURLToPath(programs));
  assert.equal(result, '');
});

function compile(compiler: string, project: string): string {
  try {
    return execFileSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
  } catch (failure) {
    return String((failure as { stdout?: string }).stdout);
  }
}

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/^```(tsx?)\n(.*?)^```/gms)].map(([, language = '', block = '']) => ({
    language,
    text: block,
  }));
}

function isJsx({ language }: Block): boolean {
  return language === 'tsx';
}

function promisedBy(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ text }) =>
    [...text.matchAll(/\/\/ → (.*)$/gm)].map(([, line = '']) => line),
  );
}

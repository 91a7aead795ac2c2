// The example of the README is docs/examples/music.ts, and does what its comments say.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const example = fileURLToPath(new URL('docs/examples/music.ts', root));

test('the README shows docs/examples/music.ts', () => {
  const readme = readFileSync(new URL('README.md', root), 'utf8');
  const shown = /```ts\n(.*?)```/s.exec(readme)?.[1];
  assert.equal(shown, readFileSync(example, 'utf8'));
});

test('the example of the README prints what its comments say', () => {
  const promised = readFileSync(example, 'utf8').match(/(?<=\/\/ )\[.*\]/g) ?? [];
  const printed = execFileSync(process.execPath, ['--import', 'tsx', example], {
    encoding: 'utf8',
  });
  assert.deepEqual(valuesIn(printed), promised.map((line) => valuesIn(line)).flat());
});

// However Node breaks the lines.
function valuesIn(text: string): string[] {
  return [...text.matchAll(/'([^']*)'/g)].map(([, value = '']) => value);
}

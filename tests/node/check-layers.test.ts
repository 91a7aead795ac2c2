import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
// @ts-expect-error a tool without declarations: plain JavaScript, so that it runs before a build
import { layerOrder, layerProblems } from '../../tools/check-layers.mjs';

const order = ['base', 'type', 'data_layer', 'data_layer/sqlite', 'engine'];

/** The problems of a tree that holds these files. */
function problemsOf(files: Record<string, string>): string[] {
  const tree = mkdtempSync(join(tmpdir(), 'tunez-layers-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, name)), { recursive: true });
      writeFileSync(join(tree, name), content);
    }
    return (layerProblems as (tree: string, order: string[]) => string[])(tree, order);
  } finally {
    rmSync(tree, { recursive: true });
  }
}

test('a folder of core may include itself and the folders above it', () => {
  const problems = problemsOf({
    'core/base/value.h': '',
    'core/type/type.h': '#include "base/value.h"\n#include <vector>\n',
    'core/type/text.cc': '#include "type/type.h"\n',
    'core/engine.cc': '#include "data_layer/sqlite/sqlite.h"\n',
    'core/data_layer/sqlite/sqlite.h': '#include "type/type.h"\n#include <sqlite3.h>\n',
  });
  assert.deepEqual(problems, []);
});

test('an upward include is refused, with its line', () => {
  const problems = problemsOf({
    'core/base/value.cc': '#include <vector>\n#include "type/type.h"\n',
    'core/type/type.h': '',
  });
  assert.deepEqual(problems, [
    'core/base/value.cc:2: base comes before type in core/, so it cannot include core/type/type.h',
  ]);
});

test('an upward include is refused when it is written as a relative path', () => {
  const problems = problemsOf({
    'core/base/value.cc': '#include "../engine.h"\n',
    'core/engine.h': '',
  });
  assert.equal(problems.length, 1);
});

test('data_layer knows nothing of sqlite', () => {
  const problems = problemsOf({
    'core/data_layer/data_layer.h': '#include "data_layer/sqlite/sqlite.h"\n',
    'core/data_layer/sqlite/sqlite.h': '',
  });
  assert.equal(problems.length, 1);
});

test('a folder of core without a place in the order is refused', () => {
  assert.equal(problemsOf({ 'core/misc/things.h': '' }).length, 1);
});

test('Emscripten stays in wasm/', () => {
  const problems = problemsOf({
    'wasm/bindings.cc': '#include <emscripten/bind.h>\n#include "base/value.h"\n',
    'core/base/value.h': '#include <emscripten.h>\n',
    'core/base/value.cc': '#ifdef __EMSCRIPTEN__\n#endif\n',
    'tests/core/base/value_test.cc': '#include "wasm/bindings.h"\n',
    'wasm/bindings.h': '',
  });
  assert.deepEqual(problems.map((problem) => problem.split(':')[0]).sort(), [
    'core/base/value.cc',
    'core/base/value.h',
    'tests/core/base/value_test.cc',
  ]);
});

test('only wire/ imports the engine', () => {
  const problems = problemsOf({
    'js/src/wire/session.ts': `await import('../../../build/wasm/tunez.mjs');\n`,
    'js/src/client/open.ts': `import { x } from '../wire/session.ts';\nimport y from '../tunez.mjs';\n`,
  });
  assert.deepEqual(problems, ['js/src/client/open.ts:2: only wire/ reaches the engine']);
});

test('web/ imports the package by its name, and no file of it', () => {
  const problems = problemsOf({
    'web/src/db.ts': [
      `import { connect } from 'tunez';`,
      `import { match } from 'tunez/validations';`,
      `import { music } from './music';`,
      `import a from '../../js/src/index.ts';`,
      `import b from 'tunez/src/index.ts';`,
    ].join('\n'),
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[1]),
    ['4', '5'],
  );
});

test('a tool imports no package when it is loaded', () => {
  const problems = problemsOf({
    'tools/test.mjs': [
      `import { join } from 'node:path';`,
      `import { build } from './build.mjs';`,
      `// Not there before the first run.`,
      `import { build as bundle } from 'esbuild';`,
      `export { x } from 'typescript';`,
      `const later = () => import('esbuild');`,
    ].join('\n'),
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[1]),
    ['4', '5'],
  );
});

test('the order that is checked is the one the build has', () => {
  const built = (layerOrder as () => string[])();
  assert.equal(built[0], 'base');
  assert.equal(built.at(-1), 'engine');
  assert.ok(built.indexOf('data_layer/sqlite') > built.indexOf('data_layer'));
});

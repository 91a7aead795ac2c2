import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('docs/reference/error-codes.md has every code of the engine, with its class and its name in Ash', () => {
  const codes = read('core/base/error_codes.def').matchAll(
    /^TUNEZ_ERROR_CODE\((\w+), "(\w+)", (\w+)\)/gm,
  );
  const page = read('docs/reference/error-codes.md').matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \|/gm);
  assert.deepEqual(
    [...page].map(([, code, errorClass, name]) => [code, name, errorClass]),
    [...codes].map(([, code, name, errorClass]) => [code, name, errorClass]),
  );
});

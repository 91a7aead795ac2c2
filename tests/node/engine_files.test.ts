// How a browser comes by the files of the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileEngine } from '../../js/src/client/engine_files.ts';

const empty = new URL('data:application/wasm;base64,AGFzbQEAAAA=');
const unlabelled = new URL('data:text/plain;base64,AGFzbQEAAAA=');
const page = new URL('data:text/html,<!doctype html>');

test('both files are compiled, whatever media type they come with', async () => {
  const code = await compileEngine(empty, unlabelled);
  assert.ok(code.primary instanceof WebAssembly.Module);
  assert.ok(code.deferred() instanceof WebAssembly.Module);
});

test('a page in place of the engine is an error that says where to look', async () => {
  for (const [first, second] of [
    [page, empty],
    [empty, page],
  ] as const)
    await assert.rejects(
      compileEngine(first, second),
      /was answered with text\/html that is no WebAssembly.*see Bundlers in the guide/s,
    );
});

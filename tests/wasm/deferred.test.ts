// The engine in two files: what applications run all the time, and what they seldom run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { EngineCode } from '../../js/src/wire/engine_code.ts';
import { Boundary, code } from './support/boundary.ts';

const stamped = () => ({ ok: 'stamped' });

/** The engine, and how often its second file was asked for. */
function watched(deferred = () => code.deferred()) {
  const asked = { times: 0 };
  const engine: EngineCode = {
    primary: code.primary,
    deferred: () => {
      asked.times++;
      return deferred();
    },
  };
  return { engine, asked };
}

test('what is seldom run asks for the second file, once for each instance', async () => {
  const { engine, asked } = watched();
  for (const instances of [1, 2]) {
    const boundary = await Boundary.start([stamped], null, engine);
    boundary.open();
    boundary.draft();
    boundary.createNote('a');
    assert.equal(boundary.count(), 1);
    assert.equal(asked.times, instances);
  }
});

test('where the second file cannot be had, what needs it is a trap that says so', async () => {
  const missing = (): never => {
    throw new Error('no network');
  };
  const boundary = await Boundary.start([stamped], null, watched(missing).engine);
  assert.throws(() => boundary.open(), {
    name: 'RuntimeError',
    message: /second file of the engine could not be loaded \(Error: no network\)/,
  });
});

test('the first file is a download of at most 600 KB', () => {
  const file = readFileSync(new URL('../../js/dist/tunez.wasm', import.meta.url));
  const { length } = gzipSync(file, { level: 9 });
  assert.ok(
    length <= 600_000,
    `${String(length)} bytes; tools/engine/workload.ts says what is in it`,
  );
});

// What tests/faults does to tabs. How long take-overs last is told, and says something where nothing else runs.
import { test } from 'node:test';
import { runFault } from './support/fault.ts';

test('five tabs that open, close, crash and freeze for a minute lose nothing and do nothing twice', async (t) => {
  await runFault(t, 'tabs', 60);
});

#!/usr/bin/env node
// Gets everything that a build needs: npm packages, native tools, Emscripten, third-party sources.
// Behind `npm start` and `npm test`, and safe to run at any time: a step whose result is already
// there does nothing and says nothing. It runs before npm packages exist, so it uses none.
//
// What is large is kept in a cache that all clones share ($TUNEZ_CACHE, or ~/.cache/tunez).
import { fileURLToPath } from 'node:url';
import { Problem } from './setup/say.mjs';
import { npmPackages } from './setup/npm-packages.mjs';
import { nativeTools } from './setup/native-tools.mjs';
import { emscripten } from './setup/emscripten.mjs';
import { thirdParty } from './setup/third-party.mjs';
import { writeEnvironment } from './setup/environment.mjs';

/** Sets up what is missing and returns where everything is (the content of build/env.json). */
export async function setup() {
  await npmPackages();
  nativeTools();
  return writeEnvironment({
    emscripten: await emscripten(),
    thirdParty: await thirdParty(),
  });
}

/** Ends the program with one sentence when `work` meets something the person can put right. */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(`setup: ${error.message}`);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await orExplain(setup);

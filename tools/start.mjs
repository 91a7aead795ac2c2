#!/usr/bin/env node
// `npm start`: sets up, builds and serves the web app.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.mjs';
import { Steps } from './lib/steps.mjs';
import { serveForPerson } from './serve.mjs';
import { root } from './setup/paths.mjs';
import { orExplain, setup } from './setup.mjs';

await orExplain(setup);
const steps = new Steps();
const built = await buildAll(steps);
if (!built) process.exit(1);
if (!existsSync(join(root, 'web/dist/index.html'))) {
  console.error('The web app has not been built: web/dist/index.html is not there.');
  process.exit(1);
}
await serveForPerson();

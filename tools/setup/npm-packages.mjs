// npm packages, exactly as the lockfile has them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './cache-entry.mjs';
import { build, root } from './paths.mjs';
import { Problem, say } from './say.mjs';
import { withLock } from './lock.mjs';
import { run } from './shell.mjs';

export async function npmPackages() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Problem(`install Node 20 or later: this is ${process.version}.`);
  if (upToDate()) return;
  await withLock(join(build, 'npm.lock'), () => {
    if (upToDate()) return;
    say('installing npm packages');
    run('npm', ['ci', '--prefer-offline', '--no-progress'], { cwd: root });
    mkdirSync(build, { recursive: true });
    writeFileSync(stamp, lockfileHash());
  });
}

// Inside node_modules, so that removing that folder removes the claim that it is complete.
const stamp = join(root, 'node_modules', '.tunez-lockfile-hash');

const lockfileHash = () => sha256(readFileSync(join(root, 'package-lock.json')));
const upToDate = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash();

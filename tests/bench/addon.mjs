// better-sqlite3's native addon, compiled from the sources in its npm package without downloading anything. It lands
// in build/, so that node_modules stays as npm wrote it.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);

const { version } = JSON.parse(
  readFileSync(join(root, 'node_modules/better-sqlite3/package.json'), 'utf8'),
);
const folder = join(
  root,
  'build/bench',
  `better-sqlite3-${version}-node-${process.versions.modules}`,
);
export const nativeBinding = join(folder, 'build/Release/better_sqlite3.node');

/** Builds the addon unless it is there. Returns why it cannot be had, or nothing. */
export function buildAddon(say) {
  if (existsSync(nativeBinding)) return undefined;
  const gyp = nodeGyp();
  if (gyp === undefined) return 'npm has no node-gyp here';
  const headers = dirname(dirname(process.execPath));
  if (!existsSync(join(headers, 'include/node/node.h')))
    return `Node's headers are not beside ${process.execPath}`;
  say('Compiling better-sqlite3 (once, about a minute) …');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(join(root, 'node_modules/better-sqlite3'), folder, { recursive: true });
  const built = spawnSync(process.execPath, [gyp, 'rebuild', '--release', `--nodedir=${headers}`], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (built.status === 0 && existsSync(nativeBinding)) return undefined;
  return `node-gyp failed: ${lastLines(`${built.stdout}\n${built.stderr}`)}`;
}

function nodeGyp() {
  const npm = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' });
  const candidates = [
    join((npm.stdout ?? '').trim(), 'npm/node_modules/node-gyp/bin/node-gyp.js'),
    join(
      dirname(dirname(process.execPath)),
      'lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js',
    ),
  ];
  try {
    candidates.push(require.resolve('node-gyp/bin/node-gyp.js'));
  } catch {
    // Not a dependency of ours; npm's own will do.
  }
  return candidates.find((path) => existsSync(path));
}

function lastLines(text) {
  return text.trim().split('\n').slice(-3).join(' | ');
}

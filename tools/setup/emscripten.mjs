// Emscripten: the one that is on PATH or in $EMSDK when it is new enough, and otherwise, on Debian,
// a private copy in the cache. Nothing of the copy is installed into the system.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { withApt } from './apt.mjs';
import { cacheEntry } from './cache-entry.mjs';
import { isDebian } from './native-tools.mjs';
import { Problem } from './say.mjs';
import { run } from './shell.mjs';

const minimum = '3.1.69';
const packaged = '3.1.69+dfsg-3';

/** The folder that holds emcc, em++ and emscripten-version.txt. */
export async function emscripten() {
  const own = candidates().find((folder) => isNewEnough(versionIn(folder)));
  if (own) return own;
  if (!isDebian())
    throw new Problem(`install the Emscripten SDK ${minimum} or later and put its emcc on PATH.`);
  const folder = await cacheEntry(
    {
      name: `emscripten-${packaged}`,
      announce: `making a private Emscripten ${minimum} (240 MB to download)`,
      hashed: false,
    },
    unpackPrivately,
  );
  return join(folder, 'root/usr/share/emscripten');
}

function candidates() {
  const onPath = (process.env.PATH ?? '').split(':').filter(Boolean);
  const sdk = process.env.EMSDK ? [join(process.env.EMSDK, 'upstream/emscripten')] : [];
  return [...sdk, ...onPath]
    .filter((folder) => existsSync(join(folder, 'emcc')))
    .map((folder) => dirname(realpathSync(join(folder, 'emcc'))));
}

function versionIn(folder) {
  const file = join(folder, 'emscripten-version.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/["\s]/g, '') : '0';
}

function isNewEnough(version) {
  const [actual, wanted] = [version, minimum].map((v) => v.split('.').map((n) => parseInt(n, 10)));
  const different = wanted.findIndex((number, index) => (actual[index] ?? 0) !== number);
  return different === -1 || (actual[different] ?? 0) > wanted[different];
}

// The package's libc, libstdc++ and binaryen are newer than the system's, so binaryen's programs are
// started through the loader that came with them; clang is the system's, of the very version that
// this Emscripten expects.
async function unpackPrivately(temporary, final) {
  const root = join(temporary, 'root');
  mkdirSync(root);
  await withApt(['deb trixie'], (apt) =>
    apt.unpack(
      [`emscripten=${packaged}`, 'binaryen', 'libc6', 'libstdc++6', 'libgcc-s1', 'node-acorn'],
      root,
    ),
  );
  wrapBinaryen(temporary, final);
  const tools = join(root, 'usr/share/emscripten');
  // acorn alone: the type declarations beside it break Emscripten's --emit-tsd.
  mkdirSync(join(tools, 'node_modules'), { recursive: true });
  symlinkSync('../../nodejs/acorn', join(tools, 'node_modules/acorn'));
  writeFileSync(
    join(tools, '.emscripten'),
    [
      `LLVM_ROOT = '/usr/lib/llvm-19/bin'`,
      `BINARYEN_ROOT = '${final}/binaryen'`,
      `NODE_JS = '${process.execPath}'`,
      `CACHE = '${final}/root/usr/share/emscripten/cache'`,
      `FROZEN_CACHE = True`,
      '',
    ].join('\n'),
  );
}

function wrapBinaryen(temporary, final) {
  const triplet = run('dpkg-architecture', ['-q', 'DEB_HOST_MULTIARCH']).trim();
  const libraries = join('root/usr/lib', triplet);
  const loader = readdirSync(join(temporary, libraries)).find((name) => /^ld-linux/.test(name));
  const bin = join(temporary, 'binaryen/bin');
  mkdirSync(bin, { recursive: true });
  for (const program of readdirSync(join(temporary, 'root/usr/bin'))) {
    if (!/^(wasm|binaryen)/.test(program)) continue;
    const command = [
      join(final, libraries, loader),
      '--library-path',
      join(final, libraries),
      join(final, 'root/usr/bin', program),
    ];
    const quoted = command.map((word) => `'${word}'`).join(' ');
    writeFileSync(join(bin, program), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  }
}

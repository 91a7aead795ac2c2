// Sources of other projects that are compiled into the engine or its tests: pinned by version, and
// by the SHA-256 of exactly the files that are taken.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withApt } from './apt.mjs';
import { cacheEntry, sha256 } from './cache-entry.mjs';
import { isDebian } from './native-tools.mjs';
import { root } from './paths.mjs';
import { Problem } from './say.mjs';
import { run } from './shell.mjs';

const suites = ['deb bookworm', 'deb-src bookworm', 'deb-src bookworm-backports'];

/** Each row: what to take, what it must hash to, and how to find it (given apt and a work folder). */
const sources = {
  // The benchmark's opponent carries the amalgamation, and is a pinned npm package already.
  sqlite: {
    version: '3.53.2',
    take: ['sqlite3.c', 'sqlite3.h'],
    sha256: '0c531eb9d728c604cb9a2efb2a7c960edc84fa3d15e5df16fcfb0fb31c3f5b9b',
    find: () => join(root, 'node_modules/better-sqlite3/deps/sqlite3'),
  },
  nlohmann_json: {
    version: '3.11.2',
    take: ['nlohmann'],
    sha256: 'a4bc1af5bc905581aa6c10ac39674236682295d0ba49f652308b8c8a66abaefc',
    find: (apt, work) => {
      apt.unpack(['nlohmann-json3-dev=3.11.2-2'], work);
      return join(work, 'usr/include');
    },
  },
  catch2: {
    version: '3.7.1',
    take: ['catch_amalgamated.cpp', 'catch_amalgamated.hpp'],
    sha256: 'b685a561813e1a2685b21d151161c65dbdfae8e2a5ec3f5957cce9a080d2eece',
    find: (apt, work) => join(untar(apt.source('catch2', '3.7.1-0.4~bpo12+1'), work), 'extras'),
  },
  // Its property tables are read at build time only; nothing of it is shipped.
  utf8proc: {
    version: '2.8.0',
    take: ['utf8proc.c', 'utf8proc.h', 'utf8proc_data.c'],
    sha256: '59dd887c73591659c67495e41e9b76cc5ded95405ef0edcd138687e3b23431f1',
    find: (apt, work) => untar(apt.source('utf8proc', '2.8.0-1'), work),
  },
};

/** The folder of each source, by name: { sqlite, nlohmann_json, catch2, utf8proc }. */
export async function thirdParty() {
  const pins = sha256(JSON.stringify(sources)).slice(0, 12);
  const announce = 'fetching SQLite, nlohmann_json, Catch2 and utf8proc';
  const folder = await cacheEntry({ name: `third-party-${pins}`, announce }, fetchAll);
  return Object.fromEntries(Object.keys(sources).map((name) => [name, join(folder, name)]));
}

async function fetchAll(into) {
  if (!isDebian())
    throw new Problem(
      'run setup on Debian 12 (a container will do): nlohmann_json, Catch2 and utf8proc are taken from its packages.',
    );
  await withApt(suites, (apt) => {
    for (const [name, source] of Object.entries(sources)) take(name, source, apt, into);
  });
}

function take(name, source, apt, into) {
  const work = mkdtempSync(join(tmpdir(), 'tunez-source-'));
  try {
    const found = source.find(apt, work);
    const folder = join(into, name);
    mkdirSync(folder);
    for (const part of source.take)
      cpSync(join(found, part), join(folder, part), { recursive: true });
    const actual = folderHash(folder);
    if (actual !== source.sha256)
      throw new Problem(`${name} ${source.version} is not what was pinned (SHA-256 ${actual}).`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The hash of "hash name" lines of all files, so that it covers names and contents. */
function folderHash(folder) {
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  return sha256(
    files.map((name) => `${sha256(readFileSync(join(folder, name)))} ${name}\n`).join(''),
  );
}

/** Unpacks a tarball and returns the one folder at its top. */
function untar(tarball, into) {
  run('tar', ['-xf', tarball, '-C', into]);
  const [top] = readdirSync(into);
  return join(into, top);
}

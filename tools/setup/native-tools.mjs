// Compilers, build tools and a browser, from Debian.
import { existsSync, readFileSync } from 'node:fs';
import { Problem, say } from './say.mjs';
import { attempt, exists, run } from './shell.mjs';

const packages = [
  'clang-19',
  'lld-19',
  'llvm-19',
  'libclang-rt-19-dev',
  'libc++-19-dev',
  'libc++abi-19-dev',
  'clang-format-19',
  'clang-tidy-19',
  'cmake',
  'ninja-build',
  'libpcre2-dev',
  'ccache',
  'chromium',
  'chromium-headless-shell',
  'ca-certificates',
];

/** The commands that must be there, whoever installed them. */
const programs = ['clang-19', 'clang-format-19', 'clang-tidy-19', 'cmake', 'ninja', 'chromium'];

export function isDebian() {
  return existsSync('/etc/debian_version') && exists('dpkg-query');
}

export function nativeTools() {
  if (!isDebian()) return requirePrograms();
  const missing = notInstalled(packages);
  if (missing.length === 0) return;
  if (process.getuid() !== 0)
    throw new Problem(`as root, run "apt-get install ${missing.join(' ')}" and start again.`);
  say(`installing ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

function requirePrograms() {
  const missing = programs.filter((name) => !exists(name));
  if (missing.length > 0)
    throw new Problem(
      `install LLVM 19 (clang, libc++, clang-format, clang-tidy), CMake, Ninja, PCRE2 and Chromium: ` +
        `${missing.join(', ')} cannot be found on PATH.`,
    );
}

/** Those of some Debian packages that are not there. */
export function notInstalled(names) {
  const query = ['-W', '-f', '${db:Status-Status} ${Package}\n', ...names];
  const lines = attempt('dpkg-query', query).stdout.split('\n');
  return names.filter((name) => !lines.includes(`installed ${name}`));
}

/** The suite of the Debian release that runs here, e.g. "bookworm". */
export function debianSuite() {
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^VERSION_CODENAME=(\w+)/m.exec(release)?.[1] ?? 'stable';
}

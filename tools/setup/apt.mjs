// Debian packages of suites of our choice, downloaded and unpacked without touching the machine: apt
// runs with a sources list, package lists and a cache of its own. apt verifies every download
// against the suite's signed index.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from './say.mjs';
import { run } from './shell.mjs';
import { debianSuite } from './native-tools.mjs';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Runs `work` with an Apt of some suites ("deb trixie" for packages, "deb-src bookworm" for
 * sources), and removes everything it downloaded afterwards.
 */
export async function withApt(suites, work) {
  const folder = mkdtempSync(join(tmpdir(), 'tunez-apt-'));
  try {
    return await work(new Apt(folder, suites));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Apt {
  #folder;
  #options;

  constructor(folder, suites) {
    this.#folder = folder;
    const sources = join(folder, 'sources.list');
    const lists = join(folder, 'lists');
    const cache = join(folder, 'cache');
    for (const made of [lists, cache]) mkdirSync(join(made, 'partial'), { recursive: true });
    mkdirSync(join(cache, 'archives', 'partial'), { recursive: true });
    const mirror = configuredMirror();
    const lines = suites.map((wanted) => {
      const [kind, suite] = wanted.split(' ');
      return `${kind} [signed-by=${keyring}] ${mirror} ${suite} main\n`;
    });
    writeFileSync(sources, lines.join(''));
    this.#options = Object.entries({
      'Dir::Etc::sourcelist': sources,
      'Dir::Etc::sourceparts': '-',
      'Dir::State::Lists': lists,
      'Dir::Cache': cache,
      // The folder is private to this user; apt's own sandbox user cannot read it.
      'APT::Sandbox::User': 'root',
      'Acquire::Retries': '3',
    }).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    this.#get(['update', '-qq']);
  }

  /** Unpacks binary packages ("name" or "name=version") into a folder. */
  unpack(names, into) {
    const downloads = join(this.#folder, 'debs');
    mkdirSync(downloads);
    this.#get(['download', '-qq', ...names], downloads);
    for (const deb of readdirSync(downloads)) run('dpkg', ['-x', join(downloads, deb), into]);
    rmSync(downloads, { recursive: true });
  }

  /** Downloads the upstream tarball of a source package and returns its path. */
  source(name, version) {
    this.#get(['source', '-qq', '--download-only', '--tar-only', `${name}=${version}`]);
    const tarball = readdirSync(this.#folder).find(
      (file) => file.startsWith(`${name}_`) && file.includes('.orig.tar'),
    );
    if (!tarball) throw new Problem(`Debian has no source of ${name} ${version} any more.`);
    return join(this.#folder, tarball);
  }

  #get(args, cwd = this.#folder) {
    run('apt-get', [...this.#options, ...args], { cwd });
  }
}

/** The Debian mirror that this machine is set up to use. */
function configuredMirror() {
  if (!existsSync(keyring)) throw new Problem('install the package debian-archive-keyring.');
  const format = '$(CREATED_BY) $(RELEASE) $(REPO_URI)';
  const targets = run('apt-get', ['indextargets', '--no-release-info', '--format', format]);
  const found = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([kind, release]) => kind === 'Packages' && [debianSuite(), 'stable'].includes(release));
  if (!found) throw new Problem('set up a Debian mirror in /etc/apt/sources.list: none is there.');
  return found[2];
}

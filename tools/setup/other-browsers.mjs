// Firefox and WebKit, from Debian, for the tests: what concerns them is skipped where they are not.
import { isDebian, notInstalled } from './native-tools.mjs';
import { say } from './say.mjs';
import { attempt } from './shell.mjs';

const packages = ['firefox-esr', 'webkit2gtk-driver', 'gir1.2-webkit2-4.1', 'gjs', 'xvfb'];

/** Files of theirs that are others in every version. */
export const filesOfOtherBrowsers = [
  '/usr/lib/firefox-esr/application.ini',
  '/usr/bin/WebKitWebDriver',
];

/** Installs them where that can be done. */
export function otherBrowsers() {
  if (!isDebian() || process.getuid() !== 0) return;
  const missing = notInstalled(packages);
  if (missing.length === 0) return;
  say(`installing ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // Without a network this ends soon.
  const patience = ['-o', 'Acquire::http::Timeout=10', '-o', 'Acquire::Retries=0'];
  const commands = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ];
  const isDone = commands.every(
    (command) => attempt('apt-get', [...patience, ...command], { env }).status === 0,
  );
  if (!isDone) say('they cannot be installed: what is to be tested in them is skipped');
}

// WebKitGTK, over WebDriver, on a display that nobody sees.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { firstOf, type Browser, type Engine, type Tab } from './engine.ts';

const needed = {
  'webkit2gtk-driver': '/usr/bin/WebKitWebDriver',
  'gir1.2-webkit2-4.1': '/usr/lib/x86_64-linux-gnu/girepository-1.0/WebKit2-4.1.typelib',
  gjs: '/usr/bin/gjs',
  xvfb: '/usr/bin/Xvfb',
};
const binary = fileURLToPath(new URL('webkit_window.mjs', import.meta.url));

export const webkit: Engine = {
  name: 'WebKitGTK',
  missing: Object.entries(needed)
    .filter(([, path]) => firstOf(path) === undefined)
    .map(([name]) => name),
  start: async (profile): Promise<Browser> => {
    const display = spawn('Xvfb', ['-displayfd', '1', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const number = String(((await once(display.stdout, 'data')) as [Buffer])[0]).trim();
    const port = await freePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: `:${number}`, TUNEZ_PROFILE: profile },
    });
    const address = `http://127.0.0.1:${port}`;
    await answering(address);
    const { sessionId } = (await command('POST', `${address}/session`, {
      capabilities: {
        alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: [] } },
      },
    })) as { sessionId: string };
    const session = new Session(`${address}/session/${sessionId}`);
    await session.command('POST', '/timeouts', { script: 120_000 });
    return {
      open: (url) => session.open(url),
      quit: async () => {
        if (driver.exitCode !== null || driver.signalCode !== null) return;
        await session.command('DELETE', '');
        for (const child of [driver, display]) await ended(child);
      },
    };
  },
};

/** Windows of one session, which can carry out one command at a time. */
class Session {
  readonly #address: string;
  #turn: Promise<unknown> = Promise.resolve();
  #isFirst = true;

  constructor(address: string) {
    this.#address = address;
  }

  command(method: string, path: string, body?: object): Promise<unknown> {
    return command(method, this.#address + path, body);
  }

  async open(url: string): Promise<Tab> {
    // A session begins with a window.
    const handle = this.#isFirst
      ? ((await this.command('GET', '/window')) as string)
      : ((await this.command('POST', '/window/new', { type: 'tab' })) as { handle: string }).handle;
    this.#isFirst = false;
    const inside = (method: string, path: string, body?: object): Promise<unknown> =>
      this.#inTurn(async () => {
        await this.command('POST', '/window', { handle });
        return this.command(method, path, body);
      });
    await inside('POST', '/url', { url });
    return {
      evaluate: async (expression) => {
        const script = `const done = arguments[0];
          (async () => (${expression}))().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
        const told = await inside('POST', '/execute/async', { script, args: [] });
        const { value, error } = told as { value?: unknown; error?: string };
        if (error !== undefined) throw new Error(error);
        return value;
      },
      reload: async () => {
        await inside('POST', '/refresh', {});
      },
      close: async () => {
        await inside('DELETE', '/window');
      },
    };
  }

  #inTurn(work: () => Promise<unknown>): Promise<unknown> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

async function command(method: string, address: string, body?: object): Promise<unknown> {
  const response = await fetch(address, { method, body: body ? JSON.stringify(body) : null });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message}`);
}

async function answering(address: string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const isThere = await command('GET', `${address}/status`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('WebKitWebDriver does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

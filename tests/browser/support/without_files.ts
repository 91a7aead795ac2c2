// The app in a browser that has no files for pages (OPFS): its workers do not find them.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { appFolder, serveApp, type AppServer } from './server.ts';

const withoutFiles =
  "Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: undefined });\n";

// A script that a test adds to a page does not reach its workers.
export async function serveWithoutFiles(t: TestContext): Promise<AppServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tunez-without-files-'));
  cpSync(appFolder, folder, { recursive: true });
  const workers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /db\.worker.*\.js$/.test(path),
  );
  for (const path of workers.map((name) => join(folder, name)))
    writeFileSync(path, withoutFiles + readFileSync(path, 'utf8'));
  if (workers.length === 0) throw new Error('the app has no worker');
  const server = await serveApp(folder);
  t.after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  return server;
}

// The built app, served by the very server that `npm start` uses: under a strict content security
// policy and without cross-origin isolation.
import { fileURLToPath } from 'node:url';

export interface AppServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Cuts all connections: from now on nobody answers. */
  readonly stop: () => Promise<void>;
}

interface Tool {
  serve: (folder: string) => Promise<{ address: string; close: () => Promise<void> }>;
}

const fromRoot = (path: string) => new URL(`../../../${path}`, import.meta.url);
export const appFolder = process.env['TUNEZ_WEB_DIST'] ?? fileURLToPath(fromRoot('web/dist'));

/** The app, or another folder. */
export async function serveApp(folder = appFolder): Promise<AppServer> {
  const { serve } = (await import(fromRoot('tools/serve.mjs').href)) as Tool;
  const { address, close } = await serve(folder);
  return { url: new URL(address).origin, stop: close };
}

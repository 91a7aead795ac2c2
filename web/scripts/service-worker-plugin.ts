import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

/** Builds the service worker last, with the list of everything else that was built. */
export function serviceWorker(entry: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (resolved) => {
      config = resolved;
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        // Also called for the bundles of workers, and after a failed build.
        if (config.isWorker) return;
        const folder = resolve(config.root, config.build.outDir);
        const files = listed(folder);
        await build({
          configFile: false,
          root: config.root,
          publicDir: false,
          logLevel: 'warn',
          define: {
            __FILES__: JSON.stringify(files.map(({ path }) => path)),
            __VERSION__: JSON.stringify(versionOf(files)),
          },
          build: {
            outDir: folder,
            emptyOutDir: false,
            target: config.build.target,
            rollupOptions: {
              input: join(config.root, entry),
              output: { format: 'iife', entryFileNames: 'service-worker.js' },
            },
          },
        });
      },
    },
  };
}

interface BuiltFile {
  path: string;
  hash: string;
}

function listed(folder: string): BuiltFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'service-worker.js')
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.map'))
    .sort()
    .map((file) => ({
      path: `/${relative(folder, file).split(sep).join('/')}`,
      hash: createHash('sha256').update(readFileSync(file)).digest('hex'),
    }));
}

function versionOf(files: readonly BuiltFile[]): string {
  const text = files.map(({ path, hash }) => `${path} ${hash}`).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

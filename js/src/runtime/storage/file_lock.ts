// A lock on a file that the operating system frees when the process dies, however it dies. Node has no
// flock(), so each system is asked in its own way:
//
// - macOS, BSD and Windows lock the file as it is opened (`exclusiveFlags`).
// - Linux gives a process a socket address without a file, once; ours is made of the file's identity.
//   Containers that share a folder but not their network do not see each other's.
import { constants, fstatSync } from 'node:fs';
import { createServer } from 'node:net';

/** Held until released, or until the process ends. */
export interface FileLock {
  release(): void;
}

// From <sys/fcntl.h> and libuv's uv.h: Node passes flags on as they are.
const O_EXLOCK = 0x20;
const UV_FS_O_EXLOCK = 0x10000000;

/** What to open the file with, so that it is locked where opening can do that. */
export const exclusiveFlags = flagsOf(process.platform);

function flagsOf(platform: NodeJS.Platform): number {
  switch (platform) {
    case 'win32':
      return UV_FS_O_EXLOCK;
    case 'darwin':
    case 'freebsd':
    case 'openbsd':
    case 'netbsd':
      return O_EXLOCK | constants.O_NONBLOCK;
    default:
      return 0;
  }
}

/** Locks an open file. Rejects with the code `EADDRINUSE` when it is locked already. */
export function lockFile(descriptor: number): Promise<FileLock> {
  if (exclusiveFlags !== 0) return Promise.resolve({ release: () => undefined });
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return listenOn(`\0tunez:${String(dev)}:${String(ino)}`);
}

// Nothing is ever said over the socket: that there is one is the lock.
function listenOn(path: string): Promise<FileLock> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', reject);
    server.listen({ path, exclusive: true }, () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });
}

// One writer of a cache entry at a time, also between clones and between users' terminals.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from './say.mjs';

/** Runs `work` while holding the lock file. A lock whose owner has died is taken over. */
export async function withLock(file, work) {
  mkdirSync(dirname(file), { recursive: true });
  let waiting = false;
  while (!take(file)) {
    if (!waiting) say('waiting for another setup to finish');
    waiting = true;
    await delay(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!ownerIsAlive(file)) rmSync(file, { force: true });
  return false;
}

function ownerIsAlive(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    // An empty file is one whose owner is between creating and writing it.
    if (!pid) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

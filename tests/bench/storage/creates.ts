// What is measured of creates, wherever they are made.
import type { TunezOf } from 'tunez';
import { type Music, Track } from './domain.ts';

export type Durability = 'full' | 'relaxed';
export type MusicTunez = TunezOf<readonly [typeof Music]>;

// Until both threads run what their browsers have compiled for speed: the engine's functions are compiled again after some
// thousand calls, beside the work.
export const warmUp = 3000;

export const input = (i: number) => ({ name: `Track ${i}`, durationSeconds: 60 + (i % 240) });

/** Creates per second, each awaited before the next. */
export async function createsPerSecond(tunez: MusicTunez, count: number): Promise<number> {
  for (let i = 0; i < warmUp; i += 1) await tunez.create(Track, 'create', input(i));
  const started = performance.now();
  for (let i = 0; i < count; i += 1) await tunez.create(Track, 'create', input(i));
  return (count * 1000) / (performance.now() - started);
}

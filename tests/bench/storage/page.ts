// The page: what is measured is called from outside, and is the same for Tunez and for its peer.
import { connect, type TunezOf } from 'tunez';
import { Music, Track } from './domain.ts';

type Durability = 'full' | 'relaxed';
type Music = TunezOf<readonly [typeof Music]>;

// Until both threads run what their browsers have compiled for speed: the engine's functions are compiled again after some
// thousand calls, beside the work.
const warmUp = 3000;

const input = (i: number) => ({ name: `Track ${i}`, durationSeconds: 60 + (i % 240) });

function open(name: string, durability: Durability): Promise<Music> {
  const worker = new Worker('./worker.js', { type: 'module' });
  return connect(worker, { domains: [Music], storage: `opfs:${name}`, durability });
}

let opened: Music | undefined;

/** Creates per second, each awaited before the next. */
async function creates(durability: Durability, count: number): Promise<number> {
  const tunez = await open(`creates-${durability}`, durability);
  for (let i = 0; i < warmUp; i += 1) await tunez.create(Track, 'create', input(i));
  const started = performance.now();
  for (let i = 0; i < count; i += 1) await tunez.create(Track, 'create', input(i));
  const milliseconds = performance.now() - started;
  await tunez.close();
  return (count * 1000) / milliseconds;
}

/** How many times as fast `count` creates are when they are sent at once. */
async function together(count: number): Promise<number> {
  const tunez = await open('together', 'full');
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    return performance.now() - started;
  };
  const all = Array.from({ length: count }, (_, i) => input(i));
  const atOnce = () => Promise.all(all.map((one) => tunez.create(Track, 'create', one)));
  const oneByOne = async () => {
    for (const one of all) await tunez.create(Track, 'create', one);
  };
  for (let i = 0; i < warmUp; i += count) await atOnce();
  const single = await timed(oneByOne);
  const group = await timed(atOnce);
  await tunez.close();
  return single / group;
}

async function fill(count: number): Promise<void> {
  const tunez = await open('many', 'relaxed');
  const inputs = Array.from({ length: count }, (_, i) => input(i));
  const { status } = await tunez.bulkCreate(Track, 'create', inputs, { batchSize: 1000 });
  if (status !== 'success') throw new Error(`filling ended with ${status}`);
  await tunez.close();
}

/** Milliseconds from the start of the page until a record is there. */
async function firstRecord(): Promise<number> {
  opened = await open('many', 'full');
  const [track] = await opened.read(Track, 'read', {}, { limit: 1 });
  if (track === undefined) throw new Error('there is no record');
  return performance.now();
}

/** The peer's worker does what it is told, and says how long it took. */
function peer(task: object): Promise<number> {
  const worker = new Worker('./peer.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.onmessage = ({ data }: MessageEvent<{ value?: number; error?: string }>) => {
      const at = performance.now();
      if (data.error !== undefined) reject(new Error(data.error));
      else resolve(data.value ?? at);
    };
    worker.postMessage(task);
  });
}

// As an application does, it begins with the page, and not when it is told to.
const begun: Readonly<Record<string, () => Promise<number>>> = {
  tunez: firstRecord,
  peer: () => peer({ kind: 'first' }),
};
const first = begun[new URLSearchParams(location.search).get('first') ?? '']?.();

Object.assign(globalThis, { storage: { creates, together, fill, first: () => first, peer } });

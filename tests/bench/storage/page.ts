// The page: what is measured is called from outside, and is the same for Tunez and for its peer.
import { connect } from 'tunez';
import { createsPerSecond, type Durability, input, type MusicTunez, warmUp } from './creates.ts';
import { Music, Track } from './domain.ts';

function open(name: string, durability: Durability): Promise<MusicTunez> {
  const worker = new Worker('./worker.js', { type: 'module' });
  return connect(worker, { domains: [Music], storage: `opfs:${name}`, durability });
}

let opened: MusicTunez | undefined;

/** Creates per second, from the page to the worker and back. */
async function creates(durability: Durability, count: number): Promise<number> {
  const tunez = await open(`creates-${durability}`, durability);
  const found = await createsPerSecond(tunez, count);
  await tunez.close();
  return found;
}

/** The same in the worker that has the database. */
const createsBeside = (durability: Durability, count: number) =>
  ask('./beside.js', { durability, count });

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

const peer = (task: object) => ask('./peer.js', task);

/** A worker does what it is told, and says how long it took. */
function ask(script: string, task: object): Promise<number> {
  const worker = new Worker(script, { type: 'module' });
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

Object.assign(globalThis, {
  storage: { creates, createsBeside, together, fill, first: () => first, peer },
});

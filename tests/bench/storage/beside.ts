// A worker that has the database open itself, as the peer's has.
import { open } from 'tunez';
import { createsPerSecond, type Durability } from './creates.ts';
import { Music } from './domain.ts';

declare const MIGRATION: { version: string; name: string; up: string[]; down: string[] };

interface Task {
  readonly durability: Durability;
  readonly count: number;
}

async function creates({ durability, count }: Task): Promise<number> {
  const storage = `opfs:beside-${durability}`;
  const tunez = await open({ domains: [Music], storage, migrations: [MIGRATION], durability });
  const found = await createsPerSecond(tunez, count);
  await tunez.close();
  return found;
}

onmessage = ({ data }: MessageEvent<Task>) => {
  creates(data).then(
    (value) => postMessage({ value }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
};

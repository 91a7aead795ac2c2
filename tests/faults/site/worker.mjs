// The database worker of the fault runs. `?build=2` is a newer build of it: one migration more.
import { serve } from 'tunez/worker';
import { Ledger } from '../ledger.mjs';
import { Diary } from './domain.mjs';

const build = Number(new URL(globalThis.location).searchParams.get('build') ?? 1);

globalThis.addEventListener('message', ({ data }) => {
  // Works as long as it is told to, and hears nothing meanwhile.
  if (data?.busy) for (const end = performance.now() + data.busy; performance.now() < end;);
  // Ends by itself.
  if (data?.end) globalThis.close();
  if (data?.fail) throw new Error('the worker was told to fail');
});

// eslint-disable-next-line no-undef -- esbuild puts the migrations here
serve({ domains: [Diary, Ledger], migrations: MIGRATIONS.slice(0, build) });

// A database whose page and engine talk through a channel, as those of a worker do.
import { connect } from 'tunez';
import { serve } from 'tunez/worker';
import { Music, type MusicTunez } from './music.ts';

/** Opens an empty one, in memory. */
export async function openOverChannel(): Promise<MusicTunez> {
  const { port1, port2 } = new MessageChannel();
  serve({ domains: [Music], scope: port2 });
  const tunez = await connect(port1, { domains: [Music], storage: ':memory:' });
  const close = tunez.close.bind(tunez);
  tunez.close = async () => {
    await close();
    port1.close();
  };
  return tunez;
}

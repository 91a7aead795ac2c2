// The scenarios over the messages of a worker: page and engine talk through a channel.
import { connect } from 'tunez';
import { serve } from 'tunez/worker';
import { runScenarios } from './all.ts';
import { Music, type MusicTunez } from './music.ts';

runScenarios(async (): Promise<MusicTunez> => {
  const { port1, port2 } = new MessageChannel();
  serve({ domains: [Music], scope: port2 });
  const tunez = await connect(port1, { domains: [Music], storage: ':memory:' });
  const close = tunez.close.bind(tunez);
  tunez.close = async () => {
    await close();
    port1.close();
  };
  return tunez;
});

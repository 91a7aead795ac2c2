// The scenarios over the messages of a worker.
import { runScenarios } from './all.ts';
import { openOverChannel } from './over_channel.ts';

runScenarios(openOverChannel);

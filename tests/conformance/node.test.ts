// The scenarios with the engine in this thread, as Node runs it.
import { open } from 'tunez';
import { runScenarios } from './all.ts';
import { Music } from './music.ts';

runScenarios(() => open({ domains: [Music], storage: ':memory:' }));

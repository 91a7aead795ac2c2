import { serve } from 'tunez/worker';
import { Music } from './domain.ts';

declare const MIGRATION: { version: string; name: string; up: string[]; down: string[] };

serve({ domains: [Music], migrations: [MIGRATION] });

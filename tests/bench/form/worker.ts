import { serve } from 'tunez/worker';
import { Music } from './domain.ts';

serve({ domains: [Music] });

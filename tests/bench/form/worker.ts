import { serve } from 'tunez';
import { Music } from './domain.ts';

serve({ domains: [Music] });

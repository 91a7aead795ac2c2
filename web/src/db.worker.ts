import { serve } from 'tunez';
import { Music } from './domain/music';
import { migrations } from './migrations';

serve({ domains: [Music], migrations });

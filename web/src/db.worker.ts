import { serve } from 'tunez/worker';
import { Accounts, Music } from './domain';
import { migrations } from './migrations';

serve({ domains: [Accounts, Music], migrations });

import type { TunezConfig } from 'tunez';

export default {
  domains: 'src/domain/music.ts',
  migrations: '../migrations',
} satisfies TunezConfig;

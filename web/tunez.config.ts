import type { TunezConfig } from 'tunez';

export default {
  domains: 'src/domain/index.ts',
  migrations: '../migrations',
} satisfies TunezConfig;

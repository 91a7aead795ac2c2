import type { Migration } from 'tunez';

const files = import.meta.glob<Migration>('../../migrations/*.json', {
  eager: true,
  import: 'default',
});

/** The generated migrations, oldest first: their file names begin with the version. */
export const migrations = Object.keys(files)
  .sort()
  .map((path) => files[path]!);

// The files of a database: their names are fixed (docs/decisions/0014), and there are no others.

/** What follows the database's name in those that are needed at once. */
export const eagerSuffixes: readonly string[] = ['', '-journal', '-wal', '-manifest', '-reserve'];

const slots = [1, 2, 3];

/** The same of those that are needed when something is copied, replaced or set aside. */
export const seldomSuffixes: readonly string[] = [
  '-import',
  ...slots.map((slot) => `-backup-${slot}`),
  ...slots.flatMap((slot) => ['', '-wal', '-journal'].map((suffix) => `-kept-${slot}${suffix}`)),
];

export const suffixes: readonly string[] = [...eagerSuffixes, ...seldomSuffixes];

// At least `size` requests for memory that SQLite is refused, all those of some workloads.
import { runNative } from './native.mjs';

export const run = (options) => runNative('whenever SQLite gets no memory*', options);

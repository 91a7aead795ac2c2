// `size` sizes of a storage that is too small for a workload.
import { runNative } from './native.mjs';

export const run = (options) => runNative('a storage without room*', options);

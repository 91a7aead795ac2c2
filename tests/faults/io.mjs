// At least `size` calls on the files that fail, all those of some workloads
import { runNative } from './native.mjs';

export const run = (options) => runNative('whichever call on the files fails*', options);

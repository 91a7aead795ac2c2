// `size` losses of power, after any change that a workload makes to its files.
import { runNative } from './native.mjs';

export const run = (options) => runNative('a power loss after any change*', options);

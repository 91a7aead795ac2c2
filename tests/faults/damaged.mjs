// At least `size` databases that are cut short, zeroed or have bits turned over, and some that are newer,
// older or of somebody else.
import { runNative } from './native.mjs';

export const run = (options) => runNative('[damaged]', { ...options, program: 'test_sqlite' });

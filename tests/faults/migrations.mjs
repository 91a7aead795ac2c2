// Migrations that are stopped: at least `size` by losses of power, and by whatever call on the files and
// whatever statement fails.
import { runNative } from './native.mjs';

export const run = (options) => runNative('[migrations]', { ...options, program: 'test_sqlite' });

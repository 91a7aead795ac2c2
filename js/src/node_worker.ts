// `tunez/worker` in Node.
import { node } from './client/node.ts';
import { serveOn, type ServeOptions } from './client/serve.ts';

/**
 * Answers pages as a database worker does, in Node: give the port that leads to them as `scope`.
 * Functions of the domains run here.
 */
export function serve(options: ServeOptions): void {
  serveOn(node, options);
}

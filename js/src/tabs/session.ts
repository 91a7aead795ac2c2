// A database that is open in this worker, as tabs see it.
import type { ControlAnswer, ControlRequest } from '../wire/transport.ts';
import type { GroupCommit } from './group_commit.ts';

/** An engine and its storage. */
export interface TabSession {
  readonly requests: GroupCommit;
  /** Requests about the storage itself. */
  control(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer>;
  /** Brings the files into the shape in which they are best left. */
  idle(): void;
  /**
   * Gives the storage free. What can be done at once is done before the first `await` that takes
   * longer than a microtask: a page that is being frozen leaves its worker no more time.
   */
  close(): Promise<void>;
}

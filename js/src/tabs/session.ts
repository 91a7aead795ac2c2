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
  /** Leaves the files in order, and gives them free. */
  close(): Promise<void>;
  /**
   * Gives the files free as they are: what was flushed is in them, and whoever opens them puts them in
   * order. At once, where that is possible: a page that is being frozen leaves its worker no time.
   */
  drop(): Promise<void> | undefined;
}

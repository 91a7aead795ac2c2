// What a page and its database worker say to each other. Requests and answers are UTF-8 JSON, moved
// and not copied, and parsed once, where they are used: on the page.
import type { ErrorMessage } from '../wire/errors.ts';
import type { ControlRequest, TunezStatus } from '../wire/transport.ts';
import type { Migration } from './migrations.ts';
import type { Durability } from './session.ts';

/** From the page: the first message. */
export interface OpenMessage {
  readonly tunez: 'open';
  readonly id: number;
  /** Who the page is, to this worker and to those that come after it. */
  readonly client: string;
  readonly storage: string;
  /** Absent: those that the worker was given. */
  readonly migrations?: readonly Migration[];
  readonly durability?: Durability;
}

interface Numbered {
  readonly id: number;
  /** All messages up to this id have been answered. */
  readonly seen: number;
  /** A worker that has ended was sent it, too, and may have carried it out. */
  readonly again?: true;
}

/** From the page: a request, encoded. */
export interface RequestMessage extends Numbered {
  readonly tunez: 'request';
  readonly bytes: ArrayBuffer;
}

/** From the page: a question about the storage itself, with a file where one is to be imported. */
export interface ControlMessage extends Numbered {
  readonly tunez: 'control';
  readonly request: ControlRequest;
  readonly bytes?: ArrayBuffer;
}

/** From the page: what the browser does to it. Not answered. */
export interface PageEventMessage {
  readonly tunez: 'hidden' | 'frozen' | 'resumed' | 'gone';
  readonly id: 0;
}

/** From the page: the last message. */
export interface CloseMessage {
  readonly tunez: 'close';
  readonly id: number;
}

/** Whatever the page sends. */
export type PageMessage =
  OpenMessage | RequestMessage | ControlMessage | PageEventMessage | CloseMessage;

/** From the worker, under the id of the message it answers; 0 where it speaks first. */
export type WorkerMessage =
  | { readonly tunez: 'answer'; readonly id: number; readonly bytes: ArrayBuffer }
  | {
      readonly tunez: 'controlled';
      readonly id: number;
      readonly value: unknown;
      readonly bytes?: ArrayBuffer | undefined;
    }
  | { readonly tunez: 'done'; readonly id: number }
  | { readonly tunez: 'failed'; readonly id: number; readonly error: ErrorMessage }
  /** It has asked for the lock that it will hold, and says nothing until it has that. */
  | { readonly tunez: 'joining'; readonly id: 0; readonly lock: string }
  | ({
      readonly tunez: 'status';
      readonly id: 0;
      /** The lock that the worker holds until it ends. */
      readonly lock: string;
      /** Whether there are other tabs. */
      readonly hasOthers: boolean;
    } & TunezStatus);

/** Whether a message is part of this conversation; a worker may have others. */
export function isTunezMessage(
  data: unknown,
): data is { readonly tunez: string; readonly id: number } {
  return typeof data === 'object' && data !== null && 'tunez' in data && 'id' in data;
}

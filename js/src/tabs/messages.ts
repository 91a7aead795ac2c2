// What the workers of different tabs say to each other. Requests and answers are the bytes of
// docs/wire.md, as they are; nobody on the way parses them.
//
// Each ownership has a number of its own, its `term`: what was said to an owner before is nothing to
// the next one.
import type { ErrorMessage } from '../wire/errors.ts';
import type { ControlRequest } from '../wire/transport.ts';
import type { Build } from './build.ts';

/** On the channel of all, `tunez:<storage>`. */
export type Announcement =
  /** A tab looks for the owner. */
  | { readonly tunez: 'hello'; readonly client: string; readonly build: Build }
  /** A tab got the lock, and opens the database. */
  | { readonly tunez: 'opening'; readonly build: Build }
  /** It has; whoever is of the same build may say hello. Also the answer to one who is not. */
  | { readonly tunez: 'owner'; readonly term: string; readonly build: Build };

/** On the channel of a client, `tunez:<storage>:<client>`, to the owner. */
export type ToOwner =
  | {
      readonly tunez: 'request';
      readonly term: string;
      readonly number: number;
      /** All requests up to this number have been answered. */
      readonly seen: number;
      readonly bytes: ArrayBuffer;
    }
  | {
      readonly tunez: 'control';
      readonly term: string;
      readonly number: number;
      readonly request: ControlRequest;
      readonly bytes?: ArrayBuffer | undefined;
    }
  | { readonly tunez: 'ping'; readonly term: string }
  | { readonly tunez: 'leave' };

/** On the same, from the owner. */
export type ToFollower =
  | { readonly tunez: 'welcome'; readonly term: string }
  | { readonly tunez: 'answer'; readonly number: number; readonly bytes: ArrayBuffer }
  | {
      readonly tunez: 'controlled';
      readonly number: number;
      readonly value: unknown;
      readonly bytes?: ArrayBuffer | undefined;
    }
  | { readonly tunez: 'failed'; readonly number: number; readonly error: ErrorMessage }
  | { readonly tunez: 'pong' }
  /** All that the owner has run is answered; what is not was never run. */
  | { readonly tunez: 'farewell'; readonly term: string };

/** The lock of the owner, and the channel of all. */
export function nameOf(storage: string): string {
  return `tunez:${storage}`;
}

/** The channel of one client, and the lock that it holds as long as it lives. */
export function clientName(storage: string, client: string): string {
  return `tunez:${storage}:${client}`;
}

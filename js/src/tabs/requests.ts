// What a page asks of its worker, until it is answered.
import { hostError, type TunezError } from '../wire/errors.ts';
import type { ControlAnswer, ControlRequest } from '../wire/transport.ts';
import { typed } from './group_commit.ts';
import type { TabSession } from './session.ts';

/** What a page asks. */
export type Content =
  | { readonly tunez: 'request'; readonly bytes: ArrayBuffer }
  | {
      readonly tunez: 'control';
      readonly request: ControlRequest;
      readonly bytes?: ArrayBuffer | undefined;
    };

/** A request of the page, and what is to be done with its answer: one of the two, once. */
export interface Sent {
  readonly number: number;
  /** The page has been told of all requests up to this number. */
  readonly seen: number;
  readonly content: Content;
  /** The first owner that may have run it, and has not said. */
  uncertainSince?: string | undefined;
  answer(answer: ArrayBuffer | ControlAnswer): void;
  refuse(error: TunezError): void;
}

/** Stands for an owner that the tab does not know, or did not hear. */
export const somebody = '';

// The engine knows writes again, but nothing else.
const repeatable: ReadonlySet<string> = new Set(['status', 'backups', 'export', 'readKept']);

/** Whether it may have been done, and would be done once more. */
export function mustNotRepeat({ content, uncertainSince }: Sent): boolean {
  if (uncertainSince === undefined) return false;
  return content.tunez === 'control' && !repeatable.has(content.request.op);
}

/** What is told of a request when it is not known whether it was run. */
export function answerLost(): TunezError {
  return hostError(
    'answer_lost',
    'the tab that had the database open has ended, and it is not known whether this was done',
  );
}

/** Tells why it is not run, unless an owner that ended may have run it. */
export function refuse(sent: Sent, reason: TunezError): void {
  sent.refuse(sent.uncertainSince === undefined ? reason : answerLost());
}

/** One page's. */
export class PageRequests {
  /** What is not answered, in order. What its own worker runs as owner is not among it. */
  readonly waiting = new Map<number, Sent>();
  readonly #client: string;
  #controls = 0;

  constructor(client: string) {
    this.#client = client;
  }

  /** Whether nothing is being run that is about the storage itself. */
  get isQuiet(): boolean {
    return this.#controls === 0;
  }

  run(sent: Sent, session: TabSession): void {
    const { number, seen, content } = sent;
    if (content.tunez === 'control') {
      this.#controls++;
      session
        .control(content.request, content.bytes)
        .finally(() => this.#controls--)
        .then(
          (answer) => sent.answer(answer),
          (error: unknown) => sent.refuse(typed(error)),
        );
      return;
    }
    session.requests.run({
      bytes: new Uint8Array(content.bytes),
      origin: { client: this.#client, number, seen },
      answer: ({ buffer }) => sent.answer(buffer),
      refuse: (error) => sent.refuse(error),
    });
  }

  runWaiting(session: TabSession): void {
    for (const sent of this.#takeWaiting())
      if (mustNotRepeat(sent)) sent.refuse(answerLost());
      else this.run(sent, session);
  }

  refuseWaiting(reason: TunezError): void {
    for (const sent of this.#takeWaiting()) refuse(sent, reason);
  }

  #takeWaiting(): readonly Sent[] {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    return waiting;
  }
}

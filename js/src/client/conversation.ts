// What a page says to its database worker, and to the next one where it can be started again.
//
// 1. Requests are answered in the order in which they were sent, but for those that wait for a hook;
//    any number may be on the way.
// 2. Every request settles: with its answer, or with `worker_failed` or `not_open`.
// 3. What a worker that ended has not answered the next one is asked again, under the same number: the
//    engine keeps the numbers of writes with them, so that none is run twice. One that was not answered
//    by the next either may be what ends them, and is refused.
// 4. What tabs do to share a database is done by their workers; a page only tells its worker what the
//    browser does to the page.
// 5. A page that the browser stops ends its worker where it can start another, and does when it goes on:
//    a worker that is stopped keeps what it has, and nobody else could have the database.
import { browserLocks, type PageLocks } from '../tabs/environment.ts';
import { readAnswer } from '../wire/answer.ts';
import { encode } from '../wire/codec.ts';
import { errorFromMessage, hostError, type TunezError } from '../wire/errors.ts';
import type {
  Answer,
  ControlAnswer,
  ControlRequest,
  Request,
  Transport,
  TunezStatus,
} from '../wire/transport.ts';
import { holdUp, listenToLife, type Stop } from './page_life.ts';
import type {
  ControlMessage,
  OpenMessage,
  PageEventMessage,
  RequestMessage,
  WorkerMessage,
} from './protocol.ts';
import { WorkerLink, type WorkerLike } from './worker_link.ts';

/** What is opened. */
export type Opening = Omit<OpenMessage, 'tunez' | 'id' | 'client'>;

type Asking = Omit<RequestMessage, 'id' | 'seen'> | Omit<ControlMessage, 'id' | 'seen'>;

interface Waiting {
  /** Absent where it is not for the next worker. */
  readonly asking?: Asking;
  isRepeated?: true;
  resolve(answer: Answer | ControlAnswer): void;
  reject(error: TunezError): void;
}

// Workers that end before they have answered anything: more of them are not started in a row.
const mostInVain = 3;

// How long a worker is given to begin whose code this page has loaded before, in milliseconds.
const mostToStart = 10_000;

// How long a page that comes to a stop is held up, in milliseconds. A worker that ends then may finish what
// it was asked; one that nobody could start again has to hear of it, to let go of the database before it
// is stopped. Nobody looks at a page that is frozen; after one that is put aside the next may wait for
// this thread.
const moments = { toFinish: 150, toLetGo: { frozen: 500, put_aside: 150 } };

const encoder = new TextEncoder();

/** One page's. */
export class Conversation implements Transport {
  /** Absent: there is one worker, and no other. */
  readonly #start: (() => WorkerLike) | undefined;
  readonly #opening: Opening;
  readonly #locks: PageLocks | undefined;
  readonly #client = crypto.getRandomValues(new Uint32Array(4)).join('-');
  #link: WorkerLink;
  /** By number, in order. */
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(status: TunezStatus) => void>();
  readonly #ended = new AbortController();
  #status: TunezStatus = { state: 'ready', role: 'owner' };
  #isTold = false;
  #hasOpened = false;
  /** Whether the worker takes part in sharing, and what it runs is known by its number. */
  #isShared = false;
  /** Whether there are other tabs. */
  #hasOthers = false;
  /** Whether its worker was ended because the browser stopped the page. */
  #isStopped = false;
  #startedInVain = 0;
  #nextId = 1;
  #over: TunezError | undefined;

  /** `worker` may be a function that starts one, and another when that has ended. */
  constructor(
    worker: WorkerLike | (() => WorkerLike),
    opening: Opening,
    locks: PageLocks | undefined = browserLocks(),
  ) {
    this.#start = typeof worker === 'function' ? worker : undefined;
    this.#opening = opening;
    this.#locks = locks;
    this.#link = this.#linkTo(typeof worker === 'function' ? worker() : worker);
    listenToLife(
      {
        onHidden: () => this.#tellWorker('hidden'),
        onStop: (stop) => this.#onStop(stop),
        onResume: () => this.#onResume(),
        onGone: () => {
          this.#tellWorker('gone');
          // Its worker lets go of its lock, which is no reason to start another.
          this.#link.leave();
        },
      },
      this.#ended.signal,
    );
  }

  /** Once, before anything is asked. Rejects with what opening rejects with; then it is over. */
  async open(): Promise<void> {
    try {
      await this.#open();
      this.#hasOpened = true;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  request(message: Request): Promise<Answer> {
    refuseFunctions(message);
    const bytes = encoder.encode(encode(message)).buffer;
    return this.#ask({ tunez: 'request', bytes }) as Promise<Answer>;
  }

  control(request: ControlRequest, bytes?: ArrayBuffer): Promise<ControlAnswer> {
    const asking = { tunez: 'control', request, ...(bytes && { bytes }) } as const;
    return this.#ask(asking) as Promise<ControlAnswer>;
  }

  status(): TunezStatus {
    return this.#status;
  }

  subscribe(listener: (status: TunezStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    this.#over = hostError('not_open', 'this Tunez has been closed');
    this.#tell({ ...this.#status, state: 'closed' });
    if (this.#isStopped) {
      this.#giveUp(this.#over);
      return;
    }
    await new Promise<void>((resolve) => {
      // One that ends before it answers has given the database free, too.
      const settle = (): void => resolve();
      const id = this.#wait({ resolve: settle, reject: settle });
      this.#link.post({ tunez: 'close', id });
    });
    this.#giveUp(this.#over);
  }

  // --- Asking ----------------------------------------------------------------------------------

  #open(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#postOpen(this.#wait({ resolve, reject }));
    });
  }

  #postOpen(id: number): void {
    this.#link.post({ tunez: 'open', id, client: this.#client, ...this.#opening });
  }

  #ask(asking: Asking): Promise<Answer | ControlAnswer> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => {
      const id = this.#wait({ asking, resolve, reject });
      // What may be asked again has to stay here.
      const isMoved = asking.tunez === 'request' && this.#start === undefined;
      this.#link.post(this.#numbered(asking, id), isMoved ? [asking.bytes] : []);
    });
  }

  #wait(waiting: Waiting): number {
    const id = this.#nextId++;
    this.#waiting.set(id, waiting);
    return id;
  }

  #numbered(asking: Asking, id: number): RequestMessage | ControlMessage {
    const [first = id] = this.#waiting.keys();
    return { ...asking, id, seen: first - 1 };
  }

  #onMessage(message: WorkerMessage): void {
    if (message.tunez === 'status') {
      const { state, role, hasOthers } = message;
      this.#isShared = true;
      this.#hasOthers = hasOthers;
      this.#tell({ state, role });
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id);
    if (waiting.asking !== undefined) this.#startedInVain = 0;
    settle(waiting, message);
  }

  #tell(status: TunezStatus): void {
    const { state, role } = this.#status;
    if (this.#isTold && state === status.state && role === status.role) return;
    this.#isTold = true;
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }

  // --- The worker's life -----------------------------------------------------------------------

  #linkTo(worker: WorkerLike): WorkerLink {
    return new WorkerLink(worker, this.#start !== undefined, this.#locks, {
      onMessage: (message) => this.#onMessage(message),
      onEnd: (reason, cause) => this.#onEnd(reason, cause),
    });
  }

  #onEnd(reason: string, cause: unknown): void {
    const failure = workerFailed(reason, cause);
    if (this.#over !== undefined) {
      this.#giveUp(this.#over);
    } else if (this.#mayStartAnother()) {
      this.#startedInVain++;
      for (const [id, waiting] of this.#waiting) {
        if (waiting.isRepeated) this.#refuse(id, failure);
        waiting.isRepeated = true;
      }
      this.#startAnother(failure);
    } else {
      this.#fail(failure, failure, 'storage_lost');
    }
  }

  #mayStartAnother(): boolean {
    const canBeAsked = this.#hasOpened && this.#isShared;
    const isInTime = this.#startedInVain < mostInVain;
    return this.#start !== undefined && canBeAsked && this.#isSound && isInTime;
  }

  // Files that somebody took away are not made anew, and a newer build is not disturbed.
  get #isSound(): boolean {
    const { state } = this.#status;
    return state !== 'storage_lost' && state !== 'newer_version';
  }

  /** `failure`: why what was not answered is refused, should the next one not have the database. */
  #startAnother(failure: TunezError): void {
    this.#tell({ state: 'taking_over', role: 'follower' });
    const link = (this.#link = this.#linkTo(this.#start!()));
    link.expectWord(mostToStart);
    const again = [...this.#waiting];
    this.#open().catch((error: unknown) => {
      // Unless it has ended, too, and there is another one already.
      if (this.#link === link && this.#over === undefined)
        this.#refused(error as TunezError, failure);
    });
    for (const [id, { asking }] of again)
      if (asking === undefined) this.#refuse(id, failure);
      else link.post({ ...this.#numbered(asking, id), again: true });
  }

  // A worker that was started again cannot have the database.
  #refused(error: TunezError, failure: TunezError): void {
    const code = error.errors[0]?.code;
    const isOld = code === 'newer_version_open' || code === 'schema_too_new';
    this.#fail(error, failure, isOld ? 'newer_version' : 'storage_lost');
  }

  #refuse(id: number, failure: TunezError): void {
    this.#waiting.get(id)!.reject(failure);
    this.#waiting.delete(id);
  }

  /** What is asked from now on is refused with `reason`, what was not answered with `failure`. */
  #fail(reason: TunezError, failure: TunezError, state: TunezStatus['state']): void {
    this.#over = reason;
    this.#tell({ ...this.#status, state });
    this.#giveUp(failure);
  }

  // Nobody answers any more.
  #giveUp(reason: TunezError): void {
    for (const waiting of this.#waiting.values()) waiting.reject(reason);
    this.#waiting.clear();
    this.#end();
  }

  #end(): void {
    this.#ended.abort();
    this.#link.end();
  }

  // --- The page's life -------------------------------------------------------------------------

  #tellWorker(tunez: PageEventMessage['tunez']): void {
    this.#link.post({ tunez, id: 0 });
  }

  #onStop(stop: Stop): void {
    this.#tellWorker('frozen');
    if (!this.#mayEndWorker()) {
      if (this.#hasOthers) holdUp(moments.toLetGo[stop]);
      return;
    }
    if (this.#hasOpened && this.#waiting.size > 0) holdUp(moments.toFinish);
    this.#isStopped = true;
    this.#link.end();
    if (this.#over !== undefined) this.#giveUp(this.#over);
  }

  // What is kept is there for the next one, and what nobody has been answered is asked again.
  #mayEndWorker(): boolean {
    const canBeStartedAgain = this.#isShared || !this.#hasOpened;
    return this.#link.endsWorker && canBeStartedAgain && this.#isSound;
  }

  #onResume(): void {
    if (!this.#isStopped) {
      this.#tellWorker('resumed');
      return;
    }
    this.#isStopped = false;
    if (this.#hasOpened) {
      this.#startAnother(workerFailed('it was ended when its page was stopped'));
      return;
    }
    this.#link = this.#linkTo(this.#start!());
    const [opening] = this.#waiting.keys();
    this.#postOpen(opening!);
  }
}

function workerFailed(reason: string, cause?: unknown): TunezError {
  return hostError('worker_failed', `the database worker failed: ${reason}`, cause);
}

function settle(waiting: Waiting, message: WorkerMessage): void {
  switch (message.tunez) {
    case 'answer':
      waiting.resolve(readAnswer(new Uint8Array(message.bytes)));
      break;
    case 'controlled':
      waiting.resolve(message as ControlAnswer);
      break;
    case 'done':
      waiting.resolve({ ok: null });
      break;
    case 'failed':
      waiting.reject(errorFromMessage(message.error));
      break;
  }
}

// Hooks and lazy values run inside the engine, which is in another thread.
function refuseFunctions(message: Request): void {
  const changeset = message['changeset'] as
    { readonly operations?: readonly (readonly unknown[])[] } | undefined;
  for (const operation of changeset?.operations ?? [])
    if (operation.some((argument) => typeof argument === 'function'))
      throw hostError(
        'not_supported',
        `${String(operation[0])} was given a function, which cannot reach the engine in the worker; ` +
          'make it part of a change of the resource',
      );
}

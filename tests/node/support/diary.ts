// A database of a few lines that keeps its promise as the engine does: what was flushed survives, what
// was not may be lost; and the answer of a write is found again by whoever asked.
import assert from 'node:assert/strict';
import type { Build } from '../../../js/src/tabs/build.ts';
import { type Sent, somebody } from '../../../js/src/tabs/requests.ts';
import { type CommittingEngine, GroupCommit } from '../../../js/src/tabs/group_commit.ts';
import type { TabSession } from '../../../js/src/tabs/session.ts';
import { Tab } from '../../../js/src/tabs/tab.ts';
import { hostError, TunezError } from '../../../js/src/wire/errors.ts';
import type { ControlAnswer, Origin, TunezStatus } from '../../../js/src/wire/transport.ts';
import type { World, WorkerLife } from './world.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is on the disk. */
export class Diary {
  entries: string[] = [];
  /** By client and number. */
  answers = new Map<string, Map<number, string>>();
  flushes = 0;
  /** Who has it open. */
  holder: WorkerLife | undefined;
  /** Opening it fails with this. */
  failure: TunezError | undefined;
  /** The newest migration that was run. */
  version = '';
}

/** When a test wants to interfere. */
export interface Interference {
  /** After a write, before its answer. */
  onWritten?: ((worker: WorkerLife) => void) | undefined;
  /** Once a write is on the disk, before its answer. */
  onFlushed?: (() => void) | undefined;
  /** What is thrown in place of flushing. */
  flushFailure?: TunezError | undefined;
  /** Waited for before a request is run, as for a hook. */
  hook?: Promise<void> | undefined;
}

class DiaryEngine implements CommittingEngine {
  #entries: string[];
  #answers: Diary['answers'];
  #lost: TunezError | undefined;

  constructor(
    readonly diary: Diary,
    readonly worker: WorkerLife,
    readonly interference: Interference,
  ) {
    this.#entries = [...diary.entries];
    this.#answers = copyOf(diary.answers);
  }

  exchange(
    message: Uint8Array,
    origin?: Origin,
  ): Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>> {
    const { hook } = this.interference;
    return hook === undefined
      ? this.#run(message, origin)
      : hook.then(() => this.#run(message, origin));
  }

  #run(message: Uint8Array, origin?: Origin): Uint8Array<ArrayBuffer> {
    if (this.#lost) throw this.#lost;
    const text = decoder.decode(message);
    if (text === 'read') return encoder.encode(this.#entries.join(' '));
    if (text === 'trap') throw (this.#lost = hostError('engine_failed', 'the engine stopped'));
    const known = origin && this.#answers.get(origin.client)?.get(origin.number);
    if (known !== undefined) return encoder.encode(known);
    this.#entries.push(text);
    const answer = `written ${text}`;
    if (origin !== undefined) this.#keep(origin, answer);
    this.interference.onWritten?.(this.worker);
    return encoder.encode(answer);
  }

  #keep({ client, number, seen }: Origin, answer: string): void {
    const answers = this.#answers.get(client) ?? new Map<number, string>();
    for (const old of answers.keys()) if (old <= seen) answers.delete(old);
    this.#answers.set(client, answers.set(number, answer));
  }

  holdFlushes(): void {
    return;
  }

  unflushed(): boolean {
    return this.#entries.length > this.diary.entries.length;
  }

  flush(): void {
    if (this.#lost) throw this.#lost;
    if (this.interference.flushFailure) throw this.interference.flushFailure;
    if (!this.worker.isAlive) return;
    this.diary.flushes++;
    this.diary.entries = [...this.#entries];
    this.diary.answers = copyOf(this.#answers);
    this.interference.onFlushed?.();
  }
}

function copyOf(answers: Diary['answers']): Diary['answers'] {
  return new Map([...answers].map(([client, own]) => [client, new Map(own)]));
}

/** What came of a request. */
export type Outcome = string | TunezError;

type Told = ArrayBuffer | ControlAnswer | TunezError;

interface Asked {
  readonly content: Sent['content'];
  settle(told: Told): void;
}

/** A page with its worker. */
export class Person {
  worker: WorkerLife;
  tab: Tab;
  readonly statuses: TunezStatus[] = [];
  readonly interference: Interference = {};
  opened = false;
  readonly #build: Build;
  readonly #client: string;
  /** What was not answered, by number. */
  readonly #asked = new Map<number, Asked>();
  #nextNumber = 1;
  #isGone = false;
  /** Whose last words are lost. */
  #unheard: WorkerLife | undefined;
  #freezing: NodeJS.Immediate | undefined;

  constructor(
    readonly world: World,
    readonly diary: Diary,
    build: Partial<Build> = {},
  ) {
    const { migrations = ['1'], fingerprint = 'a', loaded = 0 } = build;
    this.#build = { migrations, fingerprint, loaded };
    this.worker = world.newWorker();
    this.#client = `page ${this.worker.id}`;
    this.tab = this.#newTab(this.worker);
  }

  #newTab(worker: WorkerLife): Tab {
    return new Tab({
      environment: worker.environment,
      storage: 'opfs:diary',
      client: this.#client,
      build: this.#build,
      prepare: () => undefined,
      open: (onLost, abandoned) => this.#open(onLost, abandoned, worker),
      onStatus: (status) => {
        if (worker.isAlive) this.statuses.push(status);
      },
    });
  }

  get state(): TunezStatus['state'] | undefined {
    return this.statuses.at(-1)?.state;
  }

  get role(): TunezStatus['role'] | undefined {
    return this.statuses.at(-1)?.role;
  }

  /** Opens the page. */
  async join(): Promise<void> {
    await this.tab.join();
    this.opened = true;
  }

  /** Settles as the page would be told; never, once the page is dead. */
  ask(text: string): Promise<Outcome> {
    const bytes = encoder.encode(text).buffer;
    return this.#send({ tunez: 'request', bytes }, (answer) =>
      decoder.decode(answer as ArrayBuffer),
    );
  }

  control(op: 'status' | 'backup'): Promise<Outcome> {
    const content = { tunez: 'control', request: { op } } as const;
    return this.#send(content, (answer) => String((answer as ControlAnswer).value));
  }

  /** Page and worker. */
  kill(): void {
    this.#isGone = true;
    this.#killWorker();
  }

  #killWorker(): void {
    this.worker.kill();
    if (this.diary.holder === this.worker) this.diary.holder = undefined;
  }

  /** Its worker ends alone: the page starts another, and asks that again. */
  async loseWorker(): Promise<void> {
    this.#killWorker();
    this.opened = false;
    // What it has said before may still be heard.
    await new Promise<void>((resolve) => this.world.later(`end of ${this.worker.id}`, resolve));
    if (this.#isGone) return;
    this.worker = this.world.newWorker();
    const tab = (this.tab = this.#newTab(this.worker));
    await tab.join();
    this.opened = true;
    for (const [number, asked] of this.#asked) this.#say(number, asked, somebody);
  }

  /** As the browser does it: the page is told, and then its worker stands still. */
  freeze(): void {
    this.tab.page('frozen');
    // What follows by itself comes first.
    this.#freezing = setImmediate(() => this.worker.freeze());
  }

  thaw(): void {
    clearImmediate(this.#freezing);
    this.worker.thaw();
    this.tab.page('resumed');
  }

  #send(content: Sent['content'], read: (answer: ArrayBuffer | ControlAnswer) => string) {
    return new Promise<Outcome>((resolve) => {
      const settle = (told: Told): void => resolve(told instanceof TunezError ? told : read(told));
      const number = this.#nextNumber++;
      this.#asked.set(number, { content, settle });
      this.#say(number, { content, settle });
    });
  }

  #say(number: number, { content }: Asked, uncertainSince?: string): void {
    const { worker } = this;
    const [first = number] = this.#asked.keys();
    const hear = (told: Told): void => this.#hear(worker, number, told);
    this.tab.request({
      number,
      seen: first - 1,
      content,
      uncertainSince,
      answer: hear,
      refuse: hear,
    });
  }

  #hear(worker: WorkerLife, number: number, told: Told): void {
    if (!worker.isAlive) return;
    this.world.later(`${worker.id} to its page`, () => {
      if (!worker.isAlive && this.world.random() < 0.3) this.#unheard = worker;
      const asked = this.#asked.get(number);
      if (this.#isGone || this.#unheard === worker || worker !== this.worker) return;
      this.#asked.delete(number);
      asked?.settle(told);
    });
  }

  #open(
    onLost: (error: TunezError) => void,
    abandoned: AbortSignal,
    worker: WorkerLife,
  ): Promise<TabSession> {
    return new Promise((resolve, reject) => {
      abandoned.onabort = () => reject(new Error('abandoned'));
      this.world.later(`open ${worker.id}`, () => {
        worker.when(() => {
          if (abandoned.aborted) return;
          try {
            resolve(this.#opened(onLost, worker));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
    });
  }

  #opened(onLost: (error: TunezError) => void, worker: WorkerLife): TabSession {
    const { diary } = this;
    assert.equal(diary.holder, undefined, 'one tab at a time has the database open');
    if (diary.failure) throw diary.failure;
    const newest = this.#build.migrations.at(-1)!;
    if (diary.version > newest) throw hostError('schema_too_new', 'newer');
    diary.version = newest;
    diary.holder = worker;
    const engine = new DiaryEngine(diary, worker, this.interference);
    const requests = new GroupCommit({
      engine,
      onLost,
      afterWaiting: (call) => this.world.later(`hop ${worker.id}`, () => worker.when(call)),
    });
    return {
      requests,
      control: ({ op }) => {
        this.interference.onWritten?.(worker);
        return Promise.resolve({ value: op });
      },
      idle: () => undefined,
      close: () => {
        if (diary.holder === worker) diary.holder = undefined;
        return Promise.resolve();
      },
      drop: () => {
        if (diary.holder === worker) diary.holder = undefined;
        return undefined;
      },
    };
  }
}

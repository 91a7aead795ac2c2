// A database of a few lines that keeps its promise as the engine does: what was flushed survives, what
// was not may be lost; and the answer of a write is found again by whoever asked.
import assert from 'node:assert/strict';
import type { Build } from '../../../js/src/tabs/build.ts';
import type { Sent } from '../../../js/src/tabs/follower.ts';
import { type CommittingEngine, GroupCommit } from '../../../js/src/tabs/group_commit.ts';
import type { TabSession } from '../../../js/src/tabs/session.ts';
import { Tab } from '../../../js/src/tabs/tab.ts';
import { hostError, type TunezError } from '../../../js/src/wire/errors.ts';
import type { ControlAnswer, Origin, TunezStatus } from '../../../js/src/wire/transport.ts';
import type { World, WorkerLife } from './world.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is on the disk. */
export class Diary {
  entries: string[] = [];
  readonly answers = new Map<string, string>();
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
  /** What is thrown in place of flushing. */
  flushFailure?: TunezError | undefined;
  /** Waited for before a request is run, as for a hook. */
  hook?: Promise<void> | undefined;
}

class DiaryEngine implements CommittingEngine {
  #entries: string[];
  #answers = new Map<string, string>();
  #lost: TunezError | undefined;

  constructor(
    readonly diary: Diary,
    readonly worker: WorkerLife,
    readonly interference: Interference,
  ) {
    this.#entries = [...diary.entries];
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
    const id = origin && `${origin.client} ${origin.number}`;
    const known = id && (this.#answers.get(id) ?? this.diary.answers.get(id));
    if (known !== undefined) return encoder.encode(known);
    this.#entries.push(text);
    if (id !== undefined) this.#answers.set(id, `written ${text}`);
    this.interference.onWritten?.(this.worker);
    return encoder.encode(`written ${text}`);
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
    for (const [id, answer] of this.#answers) this.diary.answers.set(id, answer);
  }
}

/** What came of a request. */
export type Outcome = string | TunezError;

/** A page with its worker. */
export class Person {
  readonly worker: WorkerLife;
  readonly tab: Tab;
  readonly statuses: TunezStatus[] = [];
  readonly interference: Interference = {};
  opened = false;
  #nextNumber = 1;
  #freezing: NodeJS.Immediate | undefined;

  constructor(
    readonly world: World,
    readonly diary: Diary,
    build: Partial<Build> = {},
  ) {
    this.worker = world.newWorker();
    const { migrations = ['1'], fingerprint = 'a', loaded = 0 } = build;
    this.tab = new Tab({
      environment: this.worker.environment,
      storage: 'opfs:diary',
      build: { migrations, fingerprint, loaded },
      prepare: () => undefined,
      open: (onLost) => this.#open(onLost, migrations),
      onStatus: (status) => this.statuses.push(status),
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

  kill(): void {
    this.worker.kill();
    if (this.diary.holder === this.worker) this.diary.holder = undefined;
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
      const settle = (outcome: Outcome): void => {
        if (this.worker.isAlive) resolve(outcome);
      };
      this.tab.request({
        number: this.#nextNumber++,
        content,
        answer: (answer) => settle(read(answer)),
        refuse: settle,
      });
    });
  }

  #open(onLost: (error: TunezError) => void, migrations: readonly string[]): Promise<TabSession> {
    return new Promise((resolve, reject) => {
      this.world.later(`open ${this.worker.id}`, () => {
        this.worker.when(() => {
          try {
            resolve(this.#opened(onLost, migrations));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      });
    });
  }

  #opened(onLost: (error: TunezError) => void, migrations: readonly string[]): TabSession {
    const { diary, worker } = this;
    assert.equal(diary.holder, undefined, 'one tab at a time has the database open');
    if (diary.failure) throw diary.failure;
    const newest = migrations.at(-1)!;
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

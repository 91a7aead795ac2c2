// One tab of several that share a database, on the side of its worker.
//
// 1. Whoever holds the lock may open the database, and nobody else. The lock is held for as long as
//    the database is open, and ends with the worker, whatever ends that.
// 2. All others wait for the lock, unless they are frozen: a frozen tab that got it could do nothing
//    with it, and nobody else could have it.
// 3. A request is answered once, or refused once. What the page was not told of is sent to the next
//    owner, under the same number.
// 4. A tab whose build is older than one that is open elsewhere refuses everything, for good.
import { hostError, type TunezError } from '../wire/errors.ts';
import type { TunezStatus } from '../wire/transport.ts';
import { type Build, relationOf } from './build.ts';
import type { Channel, Environment } from './environment.ts';
import { DatabaseLock } from './database_lock.ts';
import { Follower } from './follower.ts';
import { typed } from './group_commit.ts';
import { type Announcement, clientName, nameOf } from './messages.ts';
import { Owner } from './owner.ts';
import { Ownership, type Patience } from './ownership.ts';
import { answerLost, mustNotRepeat, PageRequests, refuse, type Sent } from './requests.ts';
import type { TabSession } from './session.ts';

/** What a tab is made of. */
export interface TabOptions {
  readonly environment: Environment;
  /** As the page named it. */
  readonly storage: string;
  /** Who the page is, whichever worker it has. */
  readonly client: string;
  readonly build: Build;
  /** Gets ready what opening needs, so that taking over is quick. */
  prepare(): void;
  /**
   * Opens the database in this worker. `onLost` is called when it is of no use any more. Once it is
   * `abandoned`, it rejects as soon as nothing is open or taken.
   */
  open(onLost: (error: TunezError) => void, abandoned: AbortSignal): Promise<TabSession>;
  /**
   * Told of each change, from when the tab holds the lock of its client; `hasOthers`: there are other
   * tabs.
   */
  onStatus(status: TunezStatus, hasOthers: boolean): void;
}

/** What happens to the page of a tab. */
export type PageEvent = 'hidden' | 'frozen' | 'resumed' | 'gone';

// In milliseconds: how long after each failure the database is tried again.
const retries = [1_000, 4_000, 15_000, 60_000] as const;
// How long a tab that is refused waits for answers of an owner that should be leaving.
const patienceWithAnswers = 5_000;

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: TunezError): void;
}

/** On the way to having the database open. */
interface Opening {
  readonly over: Promise<void>;
  readonly abandon: AbortController;
}

/** A tab that shares a database. */
export class Tab {
  readonly #options: TabOptions;
  readonly #environment: Environment;
  readonly #name: string;
  readonly #requests: PageRequests;
  readonly #lock: DatabaseLock;
  readonly #life = deferred();
  #joining: Deferred | undefined = deferred();
  #common: Channel | undefined;
  #follower: Follower | undefined;
  #opening: Opening | undefined;
  #open: Ownership | undefined;
  #isFrozen = false;
  #isOver = false;
  /** Why everything is refused, until the database can be opened or another tab has it open. */
  #failure: TunezError | undefined;
  #failures = 0;
  /** Why everything is refused for good. */
  #refusal: TunezError | undefined;
  #hasClients = false;
  #status: TunezStatus = { state: 'taking_over', role: 'follower' };

  constructor(options: TabOptions) {
    this.#options = options;
    this.#environment = options.environment;
    this.#name = clientName(options.storage, options.client);
    this.#requests = new PageRequests(options.client);
    this.#lock = new DatabaseLock(options.environment.locks, nameOf(options.storage), {
      onGranted: () => this.#takeOver(),
      onFailure: (error) => this.#couldNotOpen(typed(error)),
    });
  }

  /**
   * Resolves when there is an owner, be it this tab. Rejects with what opening the database rejects
   * with, and with `newer_version_open`; then the tab is no part of it.
   */
  async join(): Promise<void> {
    const joined = this.#joining!.promise;
    await this.#holdOwnLock();
    this.#enter();
    return joined;
  }

  /** Numbers grow from one to the next. */
  request(sent: Sent): void {
    const refusal = this.#refusal ?? this.#failure;
    if (mustNotRepeat(sent)) {
      sent.refuse(answerLost());
    } else if (refusal !== undefined) {
      refuse(sent, refusal);
    } else if (this.#open !== undefined) {
      this.#requests.run(sent, this.#open.session);
    } else {
      this.#requests.waiting.set(sent.number, sent);
      this.#follower?.send(sent);
    }
  }

  page(event: PageEvent): void {
    switch (event) {
      case 'hidden':
        this.#open?.session.idle();
        break;
      case 'frozen':
        this.#freeze();
        break;
      case 'resumed':
        this.#thaw();
        break;
      case 'gone':
        void this.close();
        break;
    }
  }

  /** Resolves when another tab can have the database. What is not answered then never is. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#follower?.leave();
    this.#exit();
    this.#opening?.abandon.abort();
    await this.#opening?.over;
    await this.#handOver('flush');
    this.#life.resolve();
  }

  // --- Coming and going ------------------------------------------------------------------------

  // The owner waits for this lock, and learns by it that nobody will ask for this client any more.
  #holdOwnLock(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#environment.locks
        .request(this.#name, {}, () => {
          resolve();
          return this.#life.promise;
        })
        .catch((error: unknown) => reject(typed(error)));
    });
  }

  #enter(): void {
    if (this.#isOver) return;
    this.#common = this.#environment.openChannel(nameOf(this.#options.storage));
    this.#common.onmessage = ({ data }) => this.#heard(data as Announcement);
    this.#follow();
    // One that was frozen while it was opening goes on with that.
    if (this.#opening === undefined) this.#lock.enqueue();
  }

  #exit(): void {
    this.#lock.leaveQueue();
    this.#follower?.end();
    this.#follower = undefined;
    this.#common?.close();
    this.#common = undefined;
  }

  #follow(): void {
    this.#follower = new Follower({
      environment: this.#environment,
      name: this.#name,
      waiting: this.#requests.waiting,
      greet: () =>
        this.#say({ tunez: 'hello', client: this.#options.client, build: this.#options.build }),
      onAttached: () => {
        this.#options.prepare();
        this.#joined('ready');
      },
      onLeft: () => this.#left(),
      onSilent: (isSilent) =>
        this.#tell(isSilent ? 'waiting' : this.#follower?.isAttached ? 'ready' : 'taking_over'),
    });
  }

  #say(message: Announcement): void {
    this.#common?.postMessage(message);
  }

  #heard(message: Announcement): void {
    if (this.#refusal !== undefined) return;
    const relation = relationOf(message.build, this.#options.build);
    if (relation === 'newer') {
      this.#outdated();
      return;
    }
    switch (message.tunez) {
      case 'hello':
        if (relation === 'same') this.#open?.owner.welcome(message.client);
        else this.#announce();
        break;
      case 'opening':
        // From one that got no further, if this tab has the lock.
        if (relation !== 'same' || this.#lock.isHeld) break;
        this.#follower?.detach();
        this.#tell('taking_over');
        break;
      case 'owner':
        if (relation === 'unrelated') this.#outdated();
        // One that is older hands over when it hears of this tab.
        else this.#follower?.greet(message.term);
        break;
    }
  }

  #announce(): void {
    if (this.#open === undefined) return;
    const { term } = this.#open.owner;
    this.#say({ tunez: 'owner', term, build: this.#options.build });
  }

  #joined(state: TunezStatus['state']): void {
    this.#failure = undefined;
    this.#tell(state);
    this.#joining?.resolve();
    this.#joining = undefined;
  }

  // --- The lock and the database ---------------------------------------------------------------

  #takeOver(): void {
    this.#follower?.detach();
    this.#say({ tunez: 'opening', build: this.#options.build });
    this.#tell('taking_over');
    const abandon = new AbortController();
    const over = this.#openHere(abandon.signal).finally(() => (this.#opening = undefined));
    this.#opening = { over, abandon };
  }

  async #openHere(abandoned: AbortSignal): Promise<void> {
    let session: TabSession | undefined;
    try {
      session = await this.#options.open((error) => {
        if (session !== undefined) void this.#lost(session, error);
      }, abandoned);
    } catch (error) {
      if (abandoned.aborted) this.#giveBack();
      else this.#couldNotOpen(typed(error));
      return;
    }
    if (this.#isOver || this.#isFrozen || this.#refusal !== undefined) {
      await session.close().catch(() => undefined);
      this.#giveBack();
      return;
    }
    this.#follower?.end();
    this.#follower = undefined;
    const owner = new Owner(this.#environment, this.#options.storage, session, (hasClients) => {
      this.#asked(hasClients);
    });
    this.#open = new Ownership(this.#environment, owner, session, this.#requests);
    this.#failures = 0;
    this.#announce();
    this.#requests.runWaiting(session);
    this.#joined('ready');
  }

  #giveBack(): void {
    this.#lock.release();
    this.#tryAgain();
  }

  #couldNotOpen(error: TunezError): void {
    this.#lock.release();
    if (this.#isOver || this.#refusal !== undefined) return;
    if (this.#joining !== undefined) {
      this.#joining.reject(error);
      void this.close();
    } else if (error.errors[0]?.code === 'schema_too_new') {
      this.#outdated();
    } else {
      this.#failure = error;
      this.#tell('storage_lost');
      this.#requests.refuseWaiting(error);
      if (this.#follower === undefined && !this.#isFrozen) this.#follow();
      const pause = retries[Math.min(this.#failures++, retries.length - 1)]!;
      this.#environment.after(pause, () => this.#tryAgain());
    }
  }

  #tryAgain(): void {
    const isIdle = !this.#lock.isAwaited && !this.#lock.isHeld;
    const mayOpen = !this.#isOver && !this.#isFrozen && this.#refusal === undefined;
    if (isIdle && mayOpen) this.#lock.enqueue();
  }

  // The engine stopped, or could not keep what it wrote: opening again is what helps.
  async #lost(session: TabSession, error: TunezError): Promise<void> {
    if (this.#open?.session !== session) return;
    // Files that somebody took away are not made anew: the application has to know.
    if (error.errors[0]?.code === 'storage_lost') {
      this.#tell('storage_lost');
      return;
    }
    const ownership = this.#open;
    this.#open = undefined;
    await ownership.giveUp(error);
    if (this.#isOver || this.#isFrozen || this.#refusal !== undefined) {
      this.#giveBack();
      return;
    }
    this.#follow();
    this.#takeOver();
  }

  async #handOver(patience: Patience): Promise<void> {
    const ownership = this.#open;
    this.#open = undefined;
    if (ownership === undefined) return;
    await ownership.handOver(patience);
    this.#lock.release();
  }

  #left(): void {
    if (this.#refusal === undefined) this.#tell('taking_over');
    else this.#refuseOutdated(this.#refusal);
  }

  // --- Builds ----------------------------------------------------------------------------------

  #outdated(): void {
    if (this.#refusal !== undefined) return;
    const refusal = (this.#refusal = newerVersionOpen());
    this.#lock.leaveQueue();
    if (this.#joining !== undefined) {
      this.#joining.reject(refusal);
      void this.close();
      return;
    }
    this.#tell('newer_version');
    if (this.#follower === undefined) {
      void this.#handOver('hooks').then(() => this.#refuseOutdated(refusal));
      return;
    }
    // The owner, who is as old, answers what it has run and says farewell.
    if (!this.#follower.isAttached) this.#refuseOutdated(refusal);
    else this.#environment.after(patienceWithAnswers, () => this.#refuseOutdated(refusal));
  }

  #refuseOutdated(refusal: TunezError): void {
    this.#requests.refuseWaiting(refusal);
    this.#exit();
  }

  // --- The page's life -------------------------------------------------------------------------

  #freeze(): void {
    if (this.#isFrozen || this.#isOver) return;
    this.#isFrozen = true;
    const ownership = this.#open;
    this.#open = undefined;
    ownership?.letGo(() => this.#lock.release());
    this.#opening?.abandon.abort();
    this.#exit();
  }

  #thaw(): void {
    if (!this.#isFrozen || this.#isOver) return;
    this.#isFrozen = false;
    if (this.#refusal !== undefined) return;
    this.#tell('taking_over');
    this.#enter();
  }

  #tell(state: TunezStatus['state']): void {
    const role = this.#lock.isHeld ? 'owner' : 'follower';
    const isSettled = this.#refusal !== undefined && state !== 'newer_version';
    const isTold = this.#status.state === state && this.#status.role === role;
    if (isSettled || isTold || this.#isOver) return;
    this.#status = { state, role };
    this.#options.onStatus(this.#status, role === 'follower' || this.#hasClients);
  }

  #asked(hasClients: boolean): void {
    if (this.#hasClients === hasClients) return;
    this.#hasClients = hasClients;
    if (this.#open !== undefined && !this.#isOver) this.#options.onStatus(this.#status, hasClients);
  }
}

function newerVersionOpen(): TunezError {
  return hostError(
    'newer_version_open',
    'another version of this application is open in another tab; load this page again',
  );
}

function deferred(): Deferred {
  let resolve!: () => void;
  let reject!: (error: TunezError) => void;
  const promise = new Promise<void>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

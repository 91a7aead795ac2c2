// A database that is open in this tab, for its page and for others, and the ways in which that ends.
import type { TunezError } from '../wire/errors.ts';
import type { Environment } from './environment.ts';
import { Owner } from './owner.ts';
import { answerLost, type PageRequests } from './requests.ts';
import type { TabSession } from './session.ts';

/** What is waited for before the database is given to somebody else: hooks only for a while. */
export type Patience = 'flush' | 'hooks';

// In milliseconds: how long an owner that leaves in order waits for hooks.
const patienceWithHooks = 2_000;

/** From opening to closing. */
export class Ownership {
  readonly owner: Owner;
  readonly session: TabSession;
  readonly #environment: Environment;
  readonly #page: PageRequests;

  constructor(environment: Environment, owner: Owner, session: TabSession, page: PageRequests) {
    this.#environment = environment;
    this.owner = owner;
    this.session = session;
    this.#page = page;
  }

  /** In order: what was run is answered, and the files are closed. */
  async handOver(patience: Patience): Promise<void> {
    this.owner.stop();
    if (patience === 'hooks') await this.#hooks();
    await this.session.requests.whenKept();
    this.#sayFarewell();
    await this.session.close().catch(() => undefined);
  }

  /**
   * At once: the files are given free as they are, and then the lock. A frozen worker stands still
   * wherever it is, so that comes first, and everything that takes long not at all.
   */
  letGo(releaseLock: () => void): void {
    this.owner.stop();
    this.session.requests.commit();
    const dropping = this.session.drop();
    if (dropping === undefined) releaseLock();
    else void dropping.catch(() => undefined).then(releaseLock);
    this.#sayFarewell();
  }

  /** The database is of no use any more. */
  async giveUp(error: TunezError): Promise<void> {
    this.owner.stop();
    this.session.requests.commit();
    this.owner.end();
    this.session.requests.abandon(error);
    await this.session.close().catch(() => undefined);
  }

  #sayFarewell(): void {
    const { requests } = this.session;
    if (requests.isQuiet && this.#page.isQuiet) this.owner.farewell();
    this.owner.end();
    requests.abandon(answerLost());
  }

  #hooks(): Promise<void> {
    return new Promise((resolve) => {
      const stopWaiting = this.#environment.after(patienceWithHooks, resolve);
      void this.session.requests.whenNothingRuns().then(() => {
        stopWaiting();
        resolve();
      });
    });
  }
}

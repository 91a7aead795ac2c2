// A tab that asks another one, which has the database open.
//
// 1. What was not answered is kept, in order. Each new owner is sent all of it: the engine keeps the
//    numbers of writes with them, so that none is run twice.
// 2. An owner that says nothing for a while is asked whether it is there.
import { errorFromMessage } from '../wire/errors.ts';
import type { Channel, Environment } from './environment.ts';
import type { ToFollower, ToOwner } from './messages.ts';
import { answerLost, mustNotRepeat, type Sent, somebody } from './requests.ts';

/** What a follower is made of. */
export interface FollowerOptions {
  readonly environment: Environment;
  /** Of its channel. */
  readonly name: string;
  /** What was not answered, in order. */
  readonly waiting: Map<number, Sent>;
  /** Says hello to whoever has the database. */
  greet(): void;
  /** An owner listens, and was sent all that is waiting. */
  onAttached(): void;
  /** The owner has ended in order. */
  onLeft(): void;
  /** The owner has not said anything for a while; or it has again. */
  onSilent(isSilent: boolean): void;
}

// An owner that is busy with something long is not told from one that hangs, so this hurries nobody.
const interval = 500;
const patience = 2;

/** One client's side. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #waiting: Map<number, Sent>;
  readonly #channel: Channel;
  /** Of the owner that listens. */
  #term: string | undefined;
  #lastTerm: string | undefined;
  #endedTerm: string | undefined;
  /** The numbers of what was sent to the last owner. */
  readonly #posted = new Set<number>();
  #quietTicks = 0;
  #stopTicking: (() => void) | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#waiting = options.waiting;
    this.#channel = options.environment.openChannel(options.name);
    this.#channel.onmessage = ({ data }) => this.#heard(data as ToFollower);
    options.greet();
    this.#tick();
  }

  get isAttached(): boolean {
    return this.#term !== undefined;
  }

  /** Sends what has just been added to those that wait; kept until there is an owner. */
  send(sent: Sent): void {
    if (this.#term !== undefined) this.#post(sent, this.#term);
    this.#tick();
  }

  /** There is an owner of this term. */
  greet(term: string): void {
    if (term !== this.#term) this.#options.greet();
  }

  /** The owner is no longer: whoever comes next will say so. */
  detach(): void {
    this.#term = undefined;
    this.#tick();
  }

  /** Hears nothing any more: what was sent may be answered meanwhile, also by one that says farewell. */
  end(): void {
    for (const sent of this.#waiting.values())
      if (sent.uncertainSince !== undefined) sent.uncertainSince = somebody;
    this.#stopTicking?.();
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  /** Tells the owner that nobody will ask any more. */
  leave(): void {
    this.#channel.postMessage({ tunez: 'leave' } satisfies ToOwner);
  }

  #heard(message: ToFollower): void {
    this.#isHeard();
    switch (message.tunez) {
      case 'welcome':
        this.#attach(message.term);
        break;
      case 'answer':
        this.#settle(message.number)?.answer(message.bytes);
        break;
      case 'controlled':
        this.#settle(message.number)?.answer({
          value: message.value,
          ...(message.bytes && { bytes: message.bytes }),
        });
        break;
      case 'failed':
        this.#settle(message.number)?.refuse(errorFromMessage(message.error));
        break;
      case 'farewell':
        if (message.term !== this.#lastTerm) break;
        this.#endedTerm = message.term;
        for (const sent of this.#waiting.values())
          if (sent.uncertainSince === message.term) sent.uncertainSince = undefined;
        this.detach();
        this.#options.onLeft();
        break;
      case 'pong':
        break;
    }
  }

  #attach(term: string): void {
    if (term === this.#term || term === this.#endedTerm) return;
    // It may have been given up too early, because of what came late from one before.
    if (term !== this.#lastTerm) this.#posted.clear();
    this.#term = this.#lastTerm = term;
    for (const sent of [...this.#waiting.values()])
      if (this.#posted.has(sent.number)) continue;
      else if (mustNotRepeat(sent)) this.#settle(sent.number)?.refuse(answerLost());
      else this.#post(sent, term);
    this.#options.onAttached();
  }

  #settle(number: number): Sent | undefined {
    const sent = this.#waiting.get(number);
    this.#waiting.delete(number);
    this.#posted.delete(number);
    return sent;
  }

  #post(sent: Sent, term: string): void {
    const { number, seen, content } = sent;
    sent.uncertainSince ??= term;
    this.#posted.add(number);
    const message: ToOwner =
      content.tunez === 'request'
        ? { ...content, term, number, seen }
        : { ...content, term, number };
    this.#channel.postMessage(message);
  }

  #isHeard(): void {
    if (this.#quietTicks >= patience) this.#options.onSilent(false);
    this.#quietTicks = 0;
  }

  // Only as long as something is awaited.
  #tick(): void {
    if (this.#term !== undefined && this.#waiting.size === 0) {
      this.#quietTicks = 0;
      return;
    }
    this.#stopTicking ??= this.#options.environment.after(interval, () => {
      this.#stopTicking = undefined;
      // One that stays silent may have been an owner long ago, whose welcome came late.
      if (this.#term === undefined || this.#quietTicks > patience) this.#options.greet();
      else this.#channel.postMessage({ tunez: 'ping', term: this.#term } satisfies ToOwner);
      if (++this.#quietTicks === patience) this.#options.onSilent(true);
      this.#tick();
    });
  }
}

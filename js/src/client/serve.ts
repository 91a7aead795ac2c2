// The worker's side: the engine, its storage, one page that talks to it, and the tabs of others.
import { definitionMessage } from '../definition/message/definition.ts';
import type { AnyDomain } from '../definition/domain.ts';
import { version } from '../generated/version.ts';
import { type Build, fingerprintOf } from '../tabs/build.ts';
import type { Environment } from '../tabs/environment.ts';
import { type Sent, somebody } from '../tabs/requests.ts';
import { GroupCommit, typed } from '../tabs/group_commit.ts';
import type { TabSession } from '../tabs/session.ts';
import { clientName } from '../tabs/messages.ts';
import { type PageEvent, Tab } from '../tabs/tab.ts';
import { encode, errorData } from '../wire/codec.ts';
import { hostError, type TunezError } from '../wire/errors.ts';
import type { ControlAnswer, TunezStatus } from '../wire/transport.ts';
import type { Migration } from './migrations.ts';
import { apart, Outbox } from './outbox.ts';
import {
  type ControlMessage,
  isTunezMessage,
  type OpenMessage,
  type PageMessage,
  type RequestMessage,
  type WorkerMessage,
} from './protocol.ts';
import { attachEngine } from './registry.ts';
import { IdleTimer } from './idle_timer.ts';
import { memory, type Platform, Session } from './session.ts';

/** Where the messages come from: the worker's own scope, or a port. */
export interface ServeScope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  start?(): void;
}

/** Options of `serve`. */
export interface ServeOptions {
  /** The domains whose resources live in this database. */
  readonly domains: readonly AnyDomain[];
  /** The migrations, oldest first; those not applied yet are applied when a page connects. */
  readonly migrations?: readonly Migration[];
  /** Where pages are listened to; the worker's own scope unless given. */
  readonly scope?: ServeScope;
}

/** What answers a page: the database in this worker, or a tab that shares one with others. */
interface Desk {
  request(sent: Sent): void;
  page(event: PageEvent): void;
  close(): Promise<void>;
}

type Page = Outbox<WorkerMessage>;

/** `serve` for a platform; in an `environment` several tabs share what is kept. */
export function serveOn(
  platform: Platform,
  options: ServeOptions,
  environment?: Environment,
): void {
  const scope = options.scope ?? (globalThis as unknown as ServeScope);
  const page: Page = new Outbox((message, transfer) => scope.postMessage(message, transfer));
  // If it cannot be compiled, whoever opens the database is told.
  const prepare = (): void => void platform.compile().catch(() => undefined);
  // It is fetched while the page gets to saying what is to be opened.
  prepare();
  let desk: Desk | undefined;
  // Opening takes a while; what comes in the meantime waits its turn, in order.
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;

  const handle = async (message: PageMessage): Promise<void> => {
    switch (message.tunez) {
      case 'open':
        await desk?.close();
        desk = undefined;
        desk = await openDesk(message);
        post(page, { tunez: 'done', id: message.id });
        break;
      case 'request':
      case 'control':
        if (desk === undefined) throw hostError('not_open', 'no database is open in this worker');
        desk.request(sentBy(page, message));
        break;
      case 'close':
        await desk?.close();
        desk = undefined;
        post(page, { tunez: 'done', id: message.id });
        break;
    }
  };

  const openDesk = (message: OpenMessage): Promise<Desk> => {
    const open = (onLost?: Lost, abandoned?: AbortSignal) =>
      openSession(platform, options, message, { onLost, abandoned, isAlone: () => waiting === 0 });
    if (environment === undefined || message.storage === memory) return Alone.open(open);
    const { storage, client } = message;
    const lock = clientName(storage, client);
    const onStatus = (status: TunezStatus, hasOthers: boolean): void =>
      post(page, { tunez: 'status', id: 0, lock, ...status, hasOthers });
    const build = buildOf(options.domains, message.migrations ?? options.migrations ?? []);
    const tab = new Tab({ environment, storage, client, build, prepare, open, onStatus });
    // What the browser does to the page is told while the others are still waited for.
    desk = tab;
    const joined = tab.join();
    post(page, { tunez: 'joining', id: 0, lock });
    return joined.then(() => tab);
  };

  const run = async (message: PageMessage): Promise<void> => {
    waiting--;
    try {
      await handle(message);
    } catch (error) {
      post(page, { tunez: 'failed', id: message.id, error: errorData(typed(error)) });
    }
  };

  scope.addEventListener('message', ({ data }) => {
    if (!isTunezMessage(data)) return;
    for (const message of apart(data as PageMessage))
      if (isPageEvent(message)) desk?.page(message.tunez);
      else {
        waiting++;
        turn = turn.then(() => run(message));
      }
  });
  scope.start?.();
}

function isPageEvent(message: PageMessage): message is Extract<PageMessage, { id: 0 }> {
  return message.id === 0;
}

function sentBy(page: Page, message: RequestMessage | ControlMessage): Sent {
  const { id, seen, again } = message;
  return {
    number: id,
    seen,
    content: message,
    ...(again && { uncertainSince: somebody }),
    answer: (answer: ArrayBuffer | ControlAnswer) => {
      if (answer instanceof ArrayBuffer)
        post(page, { tunez: 'answer', id, bytes: answer }, [answer]);
      else {
        const { value, bytes } = answer;
        post(page, { tunez: 'controlled', id, value, bytes }, bytes && [bytes]);
      }
    },
    refuse: (error) => post(page, { tunez: 'failed', id, error: errorData(error) }),
  };
}

function post(page: Page, message: WorkerMessage, transfer: Transferable[] = []): void {
  if (message.tunez === 'answer') page.add(message, transfer);
  else page.send(message, transfer);
}

/** The database of this worker, which nobody else asks. */
class Alone implements Desk {
  readonly #session: TabSession;

  private constructor(session: TabSession) {
    this.#session = session;
  }

  static async open(open: () => Promise<TabSession>): Promise<Alone> {
    return new Alone(await open());
  }

  request(sent: Sent): void {
    const { content } = sent;
    const refuse = (error: unknown): void => sent.refuse(typed(error));
    if (content.tunez === 'control')
      this.#session
        .control(content.request, content.bytes)
        .then((answer) => sent.answer(answer), refuse);
    else
      this.#session.requests.run({
        bytes: new Uint8Array(content.bytes),
        answer: ({ buffer }) => sent.answer(buffer),
        refuse,
      });
  }

  page(event: PageEvent): void {
    if (event === 'hidden') this.#session.idle();
    else if (event === 'gone') void this.close();
  }

  async close(): Promise<void> {
    const { requests } = this.#session;
    await requests.whenKept();
    await this.#session.close();
  }
}

type Lost = (error: TunezError) => void;

interface OpeningOptions {
  readonly onLost: Lost | undefined;
  readonly abandoned: AbortSignal | undefined;
  /** Whether the page has nothing else waiting. */
  readonly isAlone: () => boolean;
}

async function openSession(
  platform: Platform,
  { domains, migrations }: ServeOptions,
  message: OpenMessage,
  { onLost, abandoned, isAlone }: OpeningOptions,
): Promise<TabSession> {
  const wanted = message.migrations ?? migrations;
  // A database in memory takes its tables from the migrations, too, if there are any.
  const given = wanted !== undefined && (wanted.length > 0 || message.storage !== memory);
  const start = {
    domains,
    storage: message.storage,
    ...(given && { migrations: wanted }),
    ...(message.durability && { durability: message.durability }),
  };
  const session = await Session.start(platform, start, abandoned);
  const { engine, storage, control } = session;
  const resources = domains.flatMap((domain) => Object.values(domain.resources));
  const detach = attachEngine(resources, (description) => engine.evaluate(description));
  const idle = (): void => session.idle();
  const timer = storage === null ? null : new IdleTimer(idle);
  const settled = storage?.settled && (() => session.settled());
  const requests = new GroupCommit({
    engine: {
      exchange: (bytes, origin) => {
        timer?.noticed();
        return session.exchange(bytes, origin);
      },
      holdFlushes: (hold) => engine.holdFlushes(hold),
      unflushed: () => engine.unflushed,
      flush: () => session.flush(),
    },
    settled,
    isAlone,
    ...(onLost && { onLost }),
  });
  return {
    requests,
    control: (request, bytes) => {
      requests.commit();
      return control.run(request, bytes);
    },
    idle,
    close: () => {
      timer?.stop();
      detach();
      return session.close();
    },
    drop: () => {
      timer?.stop();
      detach();
      return session.drop();
    },
  };
}

function buildOf(domains: readonly AnyDomain[], migrations: readonly Migration[]): Build {
  const functions: string[] = [];
  const definition = definitionMessage(domains, (callback) => functions.push(String(callback)));
  return {
    migrations: migrations.map((migration) => migration.version),
    fingerprint: fingerprintOf(encode([version, definition, functions, migrations])),
    loaded: Math.round(performance.timeOrigin),
  };
}

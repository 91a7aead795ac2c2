// The worker's side: the engine, its storage, and one page that talks to it.
import type { AnyDomain } from '../definition/domain.ts';
import { encode } from '../wire/codec.ts';
import { errorToMessage, hostError, TunezError } from '../wire/errors.ts';
import type { Migration } from './migrations.ts';
import {
  isTunezMessage,
  type OpenMessage,
  type PageMessage,
  type WorkerMessage,
} from './protocol.ts';
import { attachEngine } from './registry.ts';
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

interface OpenSession {
  exchange: Session['exchange'];
  close(): Promise<void>;
}

/** `serve` for a platform. */
export function serveOn(platform: Platform, options: ServeOptions): void {
  const scope = options.scope ?? (globalThis as unknown as ServeScope);
  let session: OpenSession | undefined;
  // Opening takes a while; what comes in the meantime waits its turn, in order.
  let turn: Promise<void> = Promise.resolve();

  const handle = async (message: PageMessage): Promise<void> => {
    switch (message.tunez) {
      case 'open':
        await session?.close();
        session = undefined;
        session = await openSession(platform, options, message);
        post(scope, { tunez: 'done', id: message.id });
        break;
      case 'request':
        answer(scope, session, message.id, message.bytes);
        break;
      case 'close':
        await session?.close();
        session = undefined;
        post(scope, { tunez: 'done', id: message.id });
        break;
    }
  };

  const run = async (message: PageMessage): Promise<void> => {
    try {
      await handle(message);
    } catch (error) {
      failed(scope, message.id, error);
    }
  };

  scope.addEventListener('message', ({ data }) => {
    if (!isTunezMessage(data)) return;
    turn = turn.then(() => run(data as PageMessage));
  });
  scope.start?.();
}

async function openSession(
  platform: Platform,
  { domains, migrations }: ServeOptions,
  message: OpenMessage,
): Promise<OpenSession> {
  const wanted = message.migrations ?? migrations;
  // A database in memory takes its tables from the migrations, too, if there are any.
  const given = wanted !== undefined && (wanted.length > 0 || message.storage !== memory);
  const session = await Session.start(platform, {
    domains,
    storage: message.storage,
    ...(given && { migrations: wanted }),
    ...(message.durability && { durability: message.durability }),
  });
  const resources = domains.flatMap((domain) => Object.values(domain.resources));
  const detach = attachEngine(resources, (description) => session.engine.evaluate(description));
  return {
    exchange: (message) => session.exchange(message),
    close: () => {
      detach();
      return session.close();
    },
  };
}

function answer(
  scope: ServeScope,
  session: OpenSession | undefined,
  id: number,
  request: ArrayBuffer,
): void {
  if (session === undefined) throw hostError('not_open', 'no database is open in this worker');
  const answered = ({ buffer }: Uint8Array<ArrayBuffer>): void =>
    post(scope, { tunez: 'answer', id, bytes: buffer }, [buffer]);
  const bytes = session.exchange(new Uint8Array(request));
  // One that waits for a hook does not keep the others waiting.
  if (bytes instanceof Promise) bytes.then(answered, (error: unknown) => failed(scope, id, error));
  else answered(bytes);
}

function failed(scope: ServeScope, id: number, error: unknown): void {
  post(scope, { tunez: 'failed', id, error: errorToMessage(typed(error)) });
}

function post(scope: ServeScope, message: WorkerMessage, transfer: Transferable[] = []): void {
  // Errors may hold values that cannot be cloned; their encoded form always can.
  if (message.tunez === 'failed')
    scope.postMessage({ ...message, error: JSON.parse(encode(message.error)) as object }, transfer);
  else scope.postMessage(message, transfer);
}

function typed(error: unknown): TunezError {
  return error instanceof TunezError
    ? error
    : hostError('worker_failed', `the database worker failed: ${String(error)}`, error);
}

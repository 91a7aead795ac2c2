// Opening a database whose engine runs in this thread.
import type { AnyDomain } from '../definition/domain.ts';
import type { Transport } from '../wire/transport.ts';
import { IdleTimer } from './idle_timer.ts';
import type { Migration } from './migrations.ts';
import { attachEngine } from './registry.ts';
import { type Durability, type Platform, Session } from './session.ts';
import { SharedFlush } from './shared_flush.ts';
import { Tunez, type TunezOf } from './tunez.ts';

/** Options of `open`. */
export interface OpenOptions<Ds extends readonly AnyDomain[]> {
  /** The domains whose resources live in this database. */
  readonly domains: Ds;
  /** `':memory:'`, or in Node the path of a file. */
  readonly storage: string;
  /**
   * The migrations, oldest first; those not applied yet are applied. Without them, a database in
   * memory gets the tables of the definition.
   */
  readonly migrations?: readonly Migration[];
  readonly durability?: Durability;
}

/** `open` for a platform. */
export async function openOn<const Ds extends readonly AnyDomain[]>(
  platform: Platform,
  options: OpenOptions<Ds>,
): Promise<TunezOf<Ds>> {
  const session = await Session.start(platform, options);
  const { engine, storage } = session;
  const idle = storage === null ? null : new IdleTimer(() => session.idle());
  const flushes =
    storage !== null && storage.settled === undefined && options.durability !== 'relaxed';
  const shared = flushes ? new SharedFlush(engine) : null;
  const transport: Transport = {
    request: (message) => {
      idle?.noticed(message.op);
      const answer = session.send(message);
      return shared === null ? answer : shared.acknowledged(answer);
    },
    prepare: (message) => session.prepare(message),
    control: (request, bytes) => session.control.run(request, bytes),
    close: () => {
      idle?.stop();
      shared?.end();
      return session.close();
    },
  };
  const { domains } = options;
  const used = platform.answers?.(transport, domains) ?? transport;
  const tunez = new Tunez(domains, used, options.storage, () => detach());
  const detach = attachEngine(tunez.resources.values(), (description) =>
    engine.evaluate(description),
  );
  return tunez as TunezOf<Ds>;
}

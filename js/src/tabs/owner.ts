// The tab that has the database open, and the others that ask it.
//
// 1. A request is known by its client and number. It may come twice, when a client lost sight of the
//    owner in between or got another worker: one that is still running is not begun again, and one that
//    has run is found by the engine, which keeps the answers of writes until they were seen.
// 2. Once it was stopped it runs nothing any more. When it says farewell, all that it ran is answered.
import { errorData } from '../wire/codec.ts';
import type { Channel, Environment } from './environment.ts';
import { typed } from './group_commit.ts';
import { clientName, type ToFollower, type ToOwner } from './messages.ts';
import type { TabSession } from './session.ts';

interface Client {
  readonly id: string;
  readonly channel: Channel;
  /** Ends the wait for its end. */
  readonly gone: AbortController;
}

/** One ownership. */
export class Owner {
  readonly term: string;
  readonly #environment: Environment;
  readonly #storage: string;
  readonly #session: TabSession;
  readonly #onClients: (hasClients: boolean) => void;
  readonly #clients = new Map<string, Client>();
  // Both also of clients that ended: their page may go on under the same name.
  /** Clients and numbers of what is being run. */
  readonly #running = new Set<string>();
  /** The number up to which each client has all answers. */
  readonly #seen = new Map<string, number>();
  #isStopped = false;

  /** `onClients` is told whether anybody asks. */
  constructor(
    environment: Environment,
    storage: string,
    session: TabSession,
    onClients: (hasClients: boolean) => void,
  ) {
    this.#onClients = onClients;
    this.term = environment.randomId();
    this.#environment = environment;
    this.#storage = storage;
    this.#session = session;
  }

  /** Listens to a client from now on. */
  welcome(id: string): void {
    if (this.#isStopped) return;
    const client = this.#clients.get(id) ?? this.#attach(id);
    this.#say(client, { tunez: 'welcome', term: this.term });
  }

  /** Takes no request any more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Tells the clients that what was not answered was never run. */
  farewell(): void {
    for (const client of this.#clients.values())
      this.#say(client, { tunez: 'farewell', term: this.term });
  }

  /** Lets go of all clients. */
  end(): void {
    this.#isStopped = true;
    for (const client of this.#clients.values()) this.#forget(client);
  }

  #attach(id: string): Client {
    const name = clientName(this.#storage, id);
    const client: Client = {
      id,
      channel: this.#environment.openChannel(name),
      gone: new AbortController(),
    };
    client.channel.onmessage = ({ data }) => this.#heard(client, data as ToOwner);
    this.#clients.set(id, client);
    this.#onClients(true);
    // It holds this lock as long as it lives.
    this.#environment.locks
      .request(name, { signal: client.gone.signal }, () => {
        this.#forget(client);
        return Promise.resolve();
      })
      .catch(() => undefined);
    return client;
  }

  #forget(client: Client): void {
    client.gone.abort();
    client.channel.close();
    this.#clients.delete(client.id);
    this.#onClients(this.#clients.size > 0);
  }

  #heard(client: Client, message: ToOwner): void {
    if (this.#isStopped) return;
    if (message.tunez === 'leave') this.#forget(client);
    else if (message.term !== this.term) return;
    else if (message.tunez === 'ping') this.#say(client, { tunez: 'pong' });
    else this.#take(client, message);
  }

  #take(client: Client, message: Extract<ToOwner, { readonly number: number }>): void {
    const { number } = message;
    const key = `${client.id} ${number}`;
    const seen = this.#seen.get(client.id) ?? 0;
    // What a worker said that has ended may come after what the next one says.
    if (this.#running.has(key) || number <= seen) return;
    if (message.tunez === 'request') this.#seen.set(client.id, Math.max(seen, message.seen));
    this.#running.add(key);
    const reply = (answer: ToFollower): void => {
      this.#running.delete(key);
      // Whoever has its name now is asking for the same.
      const asking = this.#clients.get(client.id);
      if (asking !== undefined) this.#say(asking, answer);
    };
    const refuse = (error: unknown): void => {
      reply({ tunez: 'failed', number, error: errorData(typed(error)) });
    };
    if (message.tunez === 'control')
      this.#session
        .control(message.request, message.bytes)
        .then(({ value, bytes }) => reply({ tunez: 'controlled', number, value, bytes }), refuse);
    else
      this.#session.requests.run({
        bytes: new Uint8Array(message.bytes),
        origin: { client: client.id, number, seen: message.seen },
        answer: ({ buffer }) => reply({ tunez: 'answer', number, bytes: buffer }),
        refuse,
      });
  }

  #say(client: Client, message: ToFollower): void {
    client.channel.postMessage(message);
  }
}

// The package's engine in this process, spoken to in messages as docs/wire.md writes them. The golden files hold values
// and calls that the typed interface rules out, so this goes below it: to the files that the package ships.
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { engineIn } from '../../js/src/client/node.ts';
import type { EngineCode } from '../../js/src/wire/engine_code.ts';
import { instantiateFrom } from '../../js/src/wire/engine_module.ts';
import { asText, type Json, type JsonMap } from './json.ts';

/** Answers a message of docs/wire.md §7 with what goes under `ok`; what it throws becomes `callback_failed`. */
export type Callback = (message: JsonMap) => Json;

interface Bound {
  reserve(length: number): number;
  run(length: number): number;
  answer(): number;
  callback_reply(length: number): number;
}

interface Module {
  readonly HEAPU8: Uint8Array;
  readonly Session: new (allowSql: boolean) => Bound;
}

type Factory = (options: object) => Promise<Module>;

const built = new URL('../../js/dist/', import.meta.url);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const regexId = -1;

export class Session {
  readonly #callbacks: Callback[] = [];
  #module!: Module;
  #session!: Bound;
  #pendingReply: JsonMap = {};

  static async start(): Promise<Session> {
    const { create, code } = await engine();
    const session = new Session();
    session.#module = await create({
      tunezHost: {
        port: null,
        call: (id: number, pointer: number, length: number) => session.#called(id, pointer, length),
        value: (id: number) => session.#value(id),
        reply: () => session.#writeReply(session.#pendingReply),
        text: (pointer: number, length: number) => session.#text(pointer, length),
        now: () => Math.round((performance.timeOrigin + performance.now()) * 1000),
        fillRandom: (pointer: number, length: number) =>
          crypto.getRandomValues(session.#module.HEAPU8.subarray(pointer, pointer + length)),
      },
      instantiateWasm: instantiateFrom(code, (cause) => {
        throw cause as Error;
      }),
    });
    session.#session = new session.#module.Session(true);
    return session;
  }

  /** Keeps a callback and returns its id. */
  register(callback: Callback): number {
    return this.#callbacks.push(callback) - 1;
  }

  request(message: JsonMap): JsonMap {
    const bytes = encoder.encode(JSON.stringify(message));
    const start = this.#session.reserve(bytes.length);
    this.#module.HEAPU8.set(bytes, start);
    const length = this.#session.run(bytes.length);
    if (length < 0) throw new Error('the engine is out of memory');
    return this.#read(this.#session.answer(), length);
  }

  #called(id: number, pointer: number, length: number): number {
    return this.#writeReply(this.#reply(id, this.#read(pointer, length)));
  }

  #value(id: number): number | undefined {
    this.#pendingReply = this.#reply(id, { kind: 'value' });
    const { ok } = this.#pendingReply;
    return Number.isSafeInteger(ok) ? (ok as number) : undefined;
  }

  #writeReply(message: JsonMap): number {
    const reply = encoder.encode(JSON.stringify(message));
    const start = this.#session.callback_reply(reply.length);
    this.#module.HEAPU8.set(reply, start);
    return reply.length;
  }

  #reply(id: number, message: JsonMap): JsonMap {
    try {
      return { ok: id === regexId ? matches(message) : this.#callback(id)(message) };
    } catch (cause) {
      const text = cause instanceof Error ? `** (${cause.name}) ${cause.message}` : String(cause);
      return { error: { class: 'unknown', errors: [{ code: 'callback_failed', message: text }] } };
    }
  }

  #callback(id: number): Callback {
    const callback = this.#callbacks[id];
    if (callback === undefined) throw new Error(`there is no callback ${String(id)}`);
    return callback;
  }

  #read(pointer: number, length: number): JsonMap {
    return JSON.parse(this.#text(pointer, length)) as JsonMap;
  }

  #text(pointer: number, length: number): string {
    return decoder.decode(this.#module.HEAPU8.subarray(pointer, pointer + length));
  }
}

function matches(message: JsonMap): boolean {
  return new RegExp(asText(message.source), asText(message.flags ?? '')).test(
    asText(message.subject),
  );
}

let loaded: Promise<{ create: Factory; code: EngineCode }> | undefined;

function engine(): Promise<{ create: Factory; code: EngineCode }> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<{ create: Factory; code: EngineCode }> {
  const glue = (await import(pathToFileURL(file('tunez.mjs')).href)) as { default: Factory };
  return {
    create: glue.default,
    code: await engineIn(built),
  };
}

/** Whether the package's engine is there. */
export function isBuilt(): boolean {
  return existsSync(file('tunez.wasm')) && existsSync(file('tunez.mjs'));
}

function file(name: string): string {
  return fileURLToPath(new URL(name, built));
}

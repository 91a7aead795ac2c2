// The compiled engine as Emscripten hands it over. Agreed with wasm/bindings.cc.

import type { StoragePort } from '../runtime/storage/port.ts';
import { type EngineCode, link } from './engine_code.ts';

/** What the engine asks of its host. */
export interface TunezHost {
  /** Calls back: the message stands at `pointer`; returns the length of the reply, −1 without memory for it. */
  call(id: number, pointer: number, length: number): number;
  /**
   * Calls back on the message `{"kind":"value"}`. A value that is a safe integer is returned;
   * otherwise `reply` is called next.
   */
  value(id: number): number | undefined;
  /** Writes the reply to the last `value`; returns its length, −1 without memory for it. */
  reply(): number;
  /**
   * Where the host asks for the states of changesets by itself: calls back about the one of a handle, and the record whose JSON stands at `pointer` if it has
   * a length; `kind` is an index of `aboutKinds`. −3: it changes nothing; else as `call`.
   */
  about?(id: number, kind: number, handle: number, pointer: number, length: number): number;
  /** The UTF-8 text at `pointer`. */
  text(pointer: number, length: number): string;
  /** Microseconds since the Unix epoch, UTC. */
  now(): number;
  /** Fills memory with random bytes from a cryptographic source. */
  fillRandom(pointer: number, length: number): void;
  /** The files behind the database, or `null` when there is only memory. */
  port: StoragePort | null;
}

/** The bound class. A message is written at `reserve(length)`, then run. Pointers of 0 mean: no memory. */
export interface Session {
  /** Where to write a message of so many bytes. */
  reserve(length: number): number;
  /** Runs the message; returns the length of the answer, or −1 if there is no memory for it. */
  run(length: number): number;
  /** Says who makes the next request, under which number, and up to where the client has answers. */
  request_from(client: string, number: number, seen: number): void;
  /** Whether what requests commit waits for `flush`. */
  hold_flushes(held: boolean): void;
  /** Whether answers were given whose commits wait. */
  unflushed(): boolean;
  /** 0, or the length of the answer that says why what waited may be lost. */
  flush(): number;
  /** Where the answer is, until the next call. */
  answer(): number;
  /** Where to write the reply to a callback. */
  callback_reply(length: number): number;
  /** What the module's functions know it by. */
  address(): number;
  delete(): void;
}

/** An instance of the engine. */
export interface EngineModule {
  readonly HEAPU8: Uint8Array;
  readonly Session: new (allowSql: boolean) => Session;
  /** `run`, `answer` and `callback_reply` of the session with an address, many times as fast to call. */
  _tunez_run(session: number, length: number): number;
  _tunez_answer(session: number): number;
  _tunez_callback_reply(session: number, length: number): number;
}

/** The code beside the compiled engine. */
export const importFactory = () => import('./tunez.mjs');

/** Makes an instance from a compiled engine. Rejects where there is no memory for it. */
export async function instantiate(code: EngineCode, tunezHost: TunezHost): Promise<EngineModule> {
  const { default: create } = await importFactory();
  return new Promise((resolve, reject) => {
    create({ tunezHost, instantiateWasm: instantiateFrom(code, reject) }).then(resolve, reject);
  });
}

/** How Emscripten's code is given an instance of the engine, for which it waits as long as it takes. */
export function instantiateFrom(
  code: EngineCode,
  onFailure: (cause: unknown) => void,
): EngineFactoryOptions['instantiateWasm'] {
  return (imports, done) => {
    link(code, imports).then((instance) => done(instance, code.primary), onFailure);
    return {};
  };
}

/** What the build's tunez.mjs exports. */
export type EngineFactory = (options: EngineFactoryOptions) => Promise<EngineModule>;

interface EngineFactoryOptions {
  tunezHost: TunezHost;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

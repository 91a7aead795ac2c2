// The bound class as it is, without the package's own care around it.
import type { EngineCode } from '../../../js/src/wire/engine_code.ts';
import { engineIn } from '../../../js/src/client/node.ts';
import {
  type EngineFactory,
  type EngineModule,
  instantiateFrom,
  type Session,
  type TunezHost,
} from '../../../js/src/wire/engine_module.ts';
import type { StoragePort } from '../../../js/src/runtime/storage/port.ts';

const built = new URL('../../../js/dist/', import.meta.url);
const { default: create } = (await import(new URL('tunez.mjs', built).href)) as {
  default: EngineFactory;
};
export const code = await engineIn(built);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface Answer {
  ok?: unknown;
  error?: { class: string; errors: { code: string; message: string; path: unknown[] }[] };
}
export type Callback = (message: Record<string, unknown>, boundary: Boundary) => unknown;

/** An instance of the engine, and how to talk to it in bytes. */
export class Boundary {
  readonly module: EngineModule;
  readonly session: Session;

  private constructor(module: EngineModule) {
    this.module = module;
    this.session = new module.Session(true);
  }

  /** What a callback returns is its whole reply; what it throws is thrown into the engine's import. */
  static async start(
    callbacks: readonly Callback[] = [],
    port: StoragePort | null = null,
    engine: EngineCode = code,
  ): Promise<Boundary> {
    const started: { boundary?: Boundary } = {};
    const boundary = (): Boundary => started.boundary!;
    let pending = '';
    const host: TunezHost = {
      port,
      call: (id, pointer, length) => {
        const message = JSON.parse(boundary().text(pointer, length)) as Record<string, unknown>;
        return boundary().#reply(JSON.stringify(callbacks[id]!(message, boundary())));
      },
      value: (id) => {
        pending = JSON.stringify(callbacks[id]!({ kind: 'value' }, boundary()));
        return undefined;
      },
      reply: () => boundary().#reply(pending),
      text: (pointer, length) => boundary().text(pointer, length),
      now: () => 1_577_923_200_000_000,
      fillRandom: (pointer, length) =>
        void crypto.getRandomValues(boundary().module.HEAPU8.subarray(pointer, pointer + length)),
    };
    const module = await create({
      tunezHost: host,
      instantiateWasm: instantiateFrom(engine, (cause) => {
        throw cause as Error;
      }),
    });
    started.boundary = new Boundary(module);
    return started.boundary;
  }

  run(message: unknown): Answer {
    return this.runText(JSON.stringify(message));
  }

  runText(text: string): Answer {
    return this.runBytes(encoder.encode(text));
  }

  runBytes(bytes: Uint8Array): Answer {
    const start = this.session.reserve(bytes.length);
    this.module.HEAPU8.set(bytes, start);
    const length = this.session.run(bytes.length);
    return JSON.parse(this.text(this.session.answer(), length)) as Answer;
  }

  /** The value of an answer that must be one. */
  value(message: unknown): unknown {
    const answer = this.run(message);
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
    return answer.ok;
  }

  /** Defines notes, and opens a database with their table. */
  open(storage = ':memory:', migrations?: object): void {
    this.value({ op: 'define', definition });
    this.value({ op: 'open', storage, migrations: migrations ?? this.draft() });
  }

  /** The migrations that make the table of what was defined. */
  draft(): object {
    const { up, down } = this.value({ op: 'diff', from: {}, options: {} }) as Diff;
    return [{ version: '20260101000000', name: 'notes', up, down }];
  }

  createNote(text: string): Answer {
    return this.run({ op: 'create', resource: 'Note', input: { text } });
  }

  count(): number {
    return (this.value({ op: 'read', resource: 'Note', query: { select: ['id'] } }) as []).length;
  }

  text(pointer: number, length: number): string {
    return decoder.decode(this.module.HEAPU8.subarray(pointer, pointer + length));
  }

  #reply(text: string): number {
    const bytes = encoder.encode(text);
    const start = this.session.callback_reply(bytes.length);
    if (start === 0) return -1;
    this.module.HEAPU8.set(bytes, start);
    return bytes.length;
  }
}

interface Diff {
  up: string[];
  down: string[];
}

/** The one error of an answer. */
export function errorOf(answer: Answer): { code: string; message: string; path: unknown[] } {
  const error = answer.error?.errors[0];
  if (error === undefined) throw new Error(`no error: ${JSON.stringify(answer).slice(0, 200)}`);
  return error;
}

// A note whose `stamp` is made by callback 0 unless it is given.
const definition = {
  domains: [
    {
      name: 'Notes',
      resources: [
        {
          name: 'Note',
          attributes: [
            {
              name: 'id',
              type: 'uuid',
              primary_key: true,
              default: { fn: 'uuid' },
              writable: false,
            },
            { name: 'text', type: 'string', public: true, constraints: { trim: false } },
            { name: 'stamp', type: 'string', public: true, default: { callback: 0 } },
          ],
          actions: [
            { name: 'create', type: 'create', primary: true, accept: '*' },
            { name: 'read', type: 'read', primary: true },
          ],
        },
      ],
    },
  ],
};

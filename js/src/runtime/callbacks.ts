// The one door through which the engine calls the application.
//
// 1. `invoke` never throws: whatever a callback throws becomes an error value, because an exception
//    that unwound through the engine's frames would skip every destructor on the way.
// 2. Callbacks are synchronous. One that returns a promise is refused, unless it is a hook and the
//    engine says that it can wait; then the promise is kept under a number until it is settled.
// 3. Callbacks of a definition live as long as the engine; those that a request brings along (hooks,
//    lazy values) live until that request is answered.
import { errorToMessage, hostError, TunezError } from '../wire/errors.ts';
import type { ErrorMessage } from '../wire/errors.ts';
import {
  answerTo,
  type CallbackMessage,
  type ChangesetEvaluator,
  Promised,
} from './callback_kinds.ts';

/** What goes back to the engine. */
export type CallbackAnswer = { readonly ok: unknown } | { readonly error: ErrorMessage };

/** What a request brought along, until it and all that runs inside it are answered. */
export interface RequestScope {
  uses: number;
  callbacks: number[] | undefined;
}

/** The functions that the engine may call, by id. */
export class Callbacks {
  readonly #functions: unknown[] = [];
  readonly #passing = new Map<number, unknown>();
  readonly #promises = new Map<number, Promised>();
  readonly #evaluator: ChangesetEvaluator;
  #scope: RequestScope | undefined;
  #depth = 0;
  // Ids of passing callbacks, far above any that a definition reaches.
  #nextPassing = 1_000_000_000;
  #nextPromise = 1;

  constructor(evaluator: ChangesetEvaluator) {
    this.#evaluator = evaluator;
  }

  /** Keeps a callback for good and returns its id. */
  register = (callback: unknown): number => this.#functions.push(callback) - 1;

  /** Keeps a callback until the request that is being made is answered. */
  registerForRequest = (callback: unknown): number => {
    const id = this.#nextPassing++;
    this.#passing.set(id, callback);
    (this.#scope!.callbacks ??= []).push(id);
    return id;
  };

  /** Before each request; they may nest. One that goes on after a wait has its scope already. */
  beginRequest(scope = this.#scope ?? { uses: 0, callbacks: undefined }): RequestScope {
    this.#depth++;
    this.#scope = scope;
    return this.keep(scope);
  }

  /** After each request, also one that failed or waits. */
  endRequest(scope: RequestScope): void {
    if (--this.#depth === 0) this.#scope = undefined;
    this.release(scope);
  }

  /** While a request waits. */
  keep(scope: RequestScope): RequestScope {
    scope.uses++;
    return scope;
  }

  /** The callbacks of a scope that is used no more are forgotten. */
  release(scope: RequestScope): void {
    if (--scope.uses > 0) return;
    for (const id of scope.callbacks ?? []) this.#passing.delete(id);
  }

  /** Called by the engine. Never throws. */
  invoke = (id: number, message: CallbackMessage): CallbackAnswer =>
    attempt(() => this.#answer(id, message));

  /** Resolves once it is known what came of a promise: to what makes the answer of it. */
  async settled(id: number): Promise<() => CallbackAnswer> {
    const promised = this.#promises.get(id)!;
    this.#promises.delete(id);
    try {
      const value = await promised.promise;
      return () => attempt(() => promised.answer(value));
    } catch (cause) {
      return () => ({ error: callbackError(cause) });
    }
  }

  #answer(id: number, message: CallbackMessage): unknown {
    const callback = id < this.#functions.length ? this.#functions[id] : this.#passing.get(id);
    if (callback === undefined) throw hostError('assumption_failed', `there is no callback ${id}`);
    const answer = answerTo(callback, message, this.#evaluator);
    if (!(answer instanceof Promised)) return answer;
    this.#promises.set(this.#nextPromise, answer);
    return { promise: this.#nextPromise++ };
  }
}

function attempt(work: () => unknown): CallbackAnswer {
  try {
    return { ok: work() };
  } catch (cause) {
    return { error: callbackError(cause) };
  }
}

/** What was thrown, as the core reads it. An error of Tunez keeps its class and its errors. */
export function callbackError(cause: unknown): ErrorMessage {
  if (cause instanceof TunezError) return errorToMessage(cause);
  const message = describeThrown(cause);
  return {
    class: 'unknown',
    errors: [
      { code: 'callback_failed', class: 'unknown', message, template: message, path: [], vars: {} },
    ],
  };
}

// A thrown value can be anything, also something that throws when it is looked at.
function describeThrown(cause: unknown): string {
  try {
    if (cause instanceof Error) return `** (${cause.name}) ${cause.message}`;
    return `** (${cause === null ? 'null' : typeof cause}) ${String(cause)}`;
  } catch {
    return '** (Error) something that cannot be described was thrown';
  }
}

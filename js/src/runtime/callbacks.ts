// The one door through which the engine calls the application.
//
// 1. `invoke` never throws: whatever a callback throws becomes an error value, because an exception
//    that unwound through the engine's frames would skip every destructor on the way.
// 2. Callbacks are synchronous. One that returns a promise is refused.
// 3. Callbacks of a definition live as long as the engine; those that a request brings along (hooks,
//    lazy values) live until that request is answered.
import { errorToMessage, hostError, TunezError } from '../wire/errors.ts';
import type { ErrorMessage } from '../wire/errors.ts';
import { answerTo, type CallbackMessage, type ChangesetEvaluator } from './callback_kinds.ts';

/** What goes back to the engine. */
export type CallbackAnswer = { readonly ok: unknown } | { readonly error: ErrorMessage };

/** The functions that the engine may call, by id. */
export class Callbacks {
  readonly #functions: unknown[] = [];
  readonly #passing = new Map<number, unknown>();
  readonly #evaluator: ChangesetEvaluator;
  #requests = 0;
  // Ids of passing callbacks, far above any that a definition reaches.
  #nextPassing = 1_000_000_000;

  constructor(evaluator: ChangesetEvaluator) {
    this.#evaluator = evaluator;
  }

  /** Keeps a callback for good and returns its id. */
  register = (callback: unknown): number => this.#functions.push(callback) - 1;

  /** Keeps a callback until the request that is being made is answered. */
  registerForRequest = (callback: unknown): number => {
    const id = this.#nextPassing++;
    this.#passing.set(id, callback);
    return id;
  };

  /** Before each request; they may nest. */
  beginRequest(): void {
    this.#requests++;
  }

  /** After each request, also one that failed. The callbacks of the outermost are forgotten. */
  endRequest(): void {
    if (--this.#requests === 0 && this.#passing.size > 0) this.#passing.clear();
  }

  /** Called by the engine. Never throws. */
  invoke = (id: number, message: CallbackMessage): CallbackAnswer => {
    try {
      return { ok: this.#answer(id, message) };
    } catch (cause) {
      return { error: callbackError(cause) };
    }
  };

  #answer(id: number, message: CallbackMessage): unknown {
    const callback = id < this.#functions.length ? this.#functions[id] : this.#passing.get(id);
    if (callback === undefined) throw hostError('assumption_failed', `there is no callback ${id}`);
    return answerTo(callback, message, this.#evaluator);
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

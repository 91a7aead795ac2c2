// One flush for all requests that are made in the same turn: none is acknowledged before it.
import type { SessionEngine } from '../runtime/engine.ts';
import type { Answer } from '../wire/transport.ts';

/** Acknowledges what an engine answers when it is durable. */
export class SharedFlush {
  readonly #engine: SessionEngine;
  // The flush that is to come; what is committed until then is part of it.
  #coming: Promise<void> | undefined;
  // What came of the last one, once the engine is closed.
  #end: Promise<void> | undefined;

  constructor(engine: SessionEngine) {
    this.#engine = engine;
    engine.holdFlushes(true);
  }

  /** The answer, at once where it leaves nothing to flush; rejects where the flush fails. */
  acknowledged(answer: Answer | Promise<Answer>): Answer | Promise<Answer> {
    if (answer instanceof Promise) return answer.then((given) => this.#durable(given));
    return this.#durable(answer);
  }

  /** Flushes what is left. Before the engine is closed. */
  end(): void {
    if (this.#end !== undefined) return;
    this.#end = new Promise((resolve) => {
      this.#engine.flush();
      resolve();
    });
    this.#end.catch(() => undefined); // Told to those that wait for it.
  }

  #durable(answer: Answer): Answer | Promise<Answer> {
    return this.#engine.unflushed ? this.#flushed().then(() => answer) : answer;
  }

  #flushed(): Promise<void> {
    this.#coming ??= Promise.resolve().then(async () => {
      this.#coming = undefined;
      if (this.#end === undefined) this.#engine.flush();
      else await this.#end;
    });
    return this.#coming;
  }
}

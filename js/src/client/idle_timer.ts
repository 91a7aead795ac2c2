// Notices when nothing has been written for a while.

// Requests that write nothing, of those that come often.
const reads = new Set([
  'read',
  'get',
  'aggregate',
  'calculate',
  'load',
  'validate_form',
  'changeset',
]);

// In milliseconds.
const patience = 1_000;

/** Calls once nothing was written for a second or two, if anything was before. */
export class IdleTimer {
  readonly #isIdle: () => unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;

  constructor(isIdle: () => unknown) {
    this.#isIdle = isIdle;
  }

  /** A request was made; without its name it may have been any. */
  noticed(op = ''): void {
    if (reads.has(op)) return;
    this.#isBusy = true;
    // Requests are many: the timer is not wound up again for each.
    if (this.#timer === undefined) this.#wind();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wind(): void {
    this.#isBusy = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isBusy) this.#wind();
      else this.#isIdle();
    }, patience);
    // In Node a timer keeps a process from ending.
    (this.#timer as { unref?: () => void }).unref?.();
  }
}

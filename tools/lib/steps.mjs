// A run of named steps, each with its duration, and one line at the end that adds up their tests.

/** What a step returns when there is nothing for it to do, with the reason. */
export const skipped = (reason) => ({ ok: true, skipped: reason });

const earlierWhy = 'earlier: nothing that they look at has changed since';

export class Steps {
  #results = [];
  #free;
  #waiting = [];

  /** Of steps that are begun without waiting for each other, `atOnce` run at a time. */
  constructor({ atOnce = 1 } = {}) {
    this.#free = atOnce;
  }

  /**
   * Runs `work`, which returns { ok, passed?, failed?, earlier?, output? }, and says how it went; what
   * passed `earlier` was not run again. Output that was kept quiet is printed when the step fails.
   * Returns whether it went well. It begins when all of `after`, which are other steps, have ended,
   * and is left out when one of them has failed.
   */
  async run(name, work, after = []) {
    const earlier = await Promise.all(after);
    if (earlier.includes(false)) {
      console.log(`– ${name}: left out, because of what failed before`);
      return false;
    }
    await this.#turn();
    try {
      return await this.#carryOut(name, work);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  // The first that asks is the first that runs.
  async #turn() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => this.#waiting.push(resolve));
  }

  async #carryOut(name, work) {
    const started = performance.now();
    const result = await attempt(work);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    this.#results.push(result);
    if (!result.ok && result.output) console.error(result.output.trimEnd());
    console.log(`${mark(result)} ${name}${counts(result)} (${seconds} s)`);
    return result.ok;
  }

  get ok() {
    return this.#results.every((result) => result.ok);
  }

  /** The closing line. A step without tests of its own counts when it fails. */
  summary() {
    let [passed, failed, earlier] = [0, 0, 0];
    for (const result of this.#results) {
      passed += result.passed ?? 0;
      failed += result.failed || (result.ok ? 0 : 1);
      if (result.earlier) earlier += result.passed;
    }
    const unchanged = earlier > 0 ? ` (${earlier} of them ${earlierWhy})` : '';
    return `${passed} passed${unchanged}, ${failed} failed`;
  }
}

async function attempt(work) {
  try {
    return (await work()) ?? { ok: true };
  } catch (error) {
    return { ok: false, output: error.stack ?? String(error) };
  }
}

function mark(result) {
  if (result.skipped) return '–';
  return result.ok ? '✔' : '✘';
}

function counts({ skipped: reason, passed, failed, earlier }) {
  if (reason) return `: skipped, ${reason}`;
  if (earlier) return `: ${passed} passed ${earlierWhy}`;
  return passed === undefined ? '' : `: ${passed} passed, ${failed} failed`;
}

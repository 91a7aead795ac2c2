// Work that takes its time, and that somebody may not want any more before it is done.

/**
 * What `work` comes to; rejects as soon as `signal` is aborted, with its reason. The work itself goes on,
 * and what comes of it is of no interest: it must not be anything that has to be given back.
 */
export function unlessAbandoned<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return work;
  return new Promise<Result>((resolve, reject) => {
    const abandon = (): void => reject(signal.reason as Error);
    if (signal.aborted) abandon();
    signal.addEventListener('abort', abandon, { once: true });
    const forget = (): void => signal.removeEventListener('abort', abandon);
    work.then(resolve, reject).finally(forget);
  });
}

// Where something stands in a form: `tracks.0.name`, `tracks[0][name]`, or a list of names and indexes.
import { hostErrorAt } from '../wire/errors.ts';

/** One step: the name of a field or of a nested form, or the index of one in a list. */
export type Step = string | number;

/** A path as it is given. */
export type PathInput = string | readonly Step[];

const parsed = new Map<string, readonly Step[]>();

/** The steps of a path. */
export function stepsOf(path: PathInput): readonly Step[] {
  if (typeof path !== 'string') return path;
  let steps = parsed.get(path);
  if (steps === undefined) {
    steps = Object.freeze(parse(path));
    // Paths come from code, but also from names of inputs.
    if (parsed.size > 10_000) parsed.clear();
    parsed.set(path, steps);
  }
  return steps;
}

/** How an input at the path is called: `tracks.0.name`. */
export function nameOf(steps: readonly Step[]): string {
  return steps.join('.');
}

/** What names nothing in a form. */
export function invalidPath(path: PathInput, why: string): Error {
  const steps = stepsOf(path);
  return hostErrorAt(steps, 'invalid_path', `the form has nothing at ${nameOf(steps)}: ${why}`);
}

/** What cannot be the params of a form. */
export function invalidParams(steps: readonly Step[], why: string): Error {
  return hostErrorAt(steps, 'invalid_message', `the params at ${nameOf(steps)} ${why}`);
}

function parse(path: string): Step[] {
  return path
    .replaceAll(']', '')
    .split(/[.[]/)
    .filter((part) => part !== '')
    .map((part) => (/^(0|[1-9]\d*)$/.test(part) ? Number(part) : part));
}

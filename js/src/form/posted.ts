// What a form of a page sends: pairs of a name and a text.
import { nameOf, invalidParams, type Step, stepsOf } from './path.ts';

type Branch = Map<string, Branch | string | readonly string[]>;

/** Params whose names nobody has looked at: the params of any form, for the compiler. */
export type PostedParams = Readonly<Record<string, never>>;

/**
 * The params that stand in a `FormData` or in `URLSearchParams`, under names such as `tracks.0.name`,
 * `tracks[0][name]` or `tags[]`: `form.submit({ params: formParams(new FormData(element)) })`. A name
 * that occurs more than once holds a list; files are left out. Throws `invalid_message` where a name
 * holds a text and more names.
 */
export function formParams(entries: Iterable<readonly [string, unknown]>): PostedParams {
  const root: Branch = new Map();
  for (const [name, value] of entries)
    if (typeof value === 'string') put(root, stepsOf(name), value, name.endsWith('[]'));
  return paramsOf(root) as PostedParams;
}

function put(root: Branch, steps: readonly Step[], value: string, isList: boolean): void {
  let branch = root;
  for (const [at, step] of steps.slice(0, -1).entries()) {
    const inner = branch.get(String(step)) ?? new Map<string, never>();
    if (!(inner instanceof Map)) throw isBoth(steps.slice(0, at + 1));
    branch.set(String(step), inner);
    branch = inner;
  }
  const last = String(steps.at(-1) ?? '');
  const before = branch.get(last);
  if (before instanceof Map) throw isBoth(steps);
  if (before === undefined) branch.set(last, isList ? [value] : value);
  else branch.set(last, [...(typeof before === 'string' ? [before] : before), value]);
}

function isBoth(steps: readonly Step[]): Error {
  return invalidParams(steps, `are a text and, under ${nameOf(steps)}.…, a map`);
}

// Whatever a name is, it becomes a property of its own.
function paramsOf(branch: Branch): Record<string, unknown> {
  const entries = [...branch].map(([name, value]) => [
    name,
    value instanceof Map ? paramsOf(value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

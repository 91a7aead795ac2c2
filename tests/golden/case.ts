// What a golden file's module gives: from the file, how one of its cases is run.
import type { JsonMap } from './json.ts';

/** Resolves to what differs, or to nothing when the case passes. Throws `Unsupported` for what is not built. */
export type RunCase = (testCase: JsonMap) => Promise<string | undefined>;

export type GoldenFile = (file: JsonMap) => RunCase;

/** The sentence for the first thing that differs. */
export function differs(what: string, expected: unknown, actual: unknown): string {
  return `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

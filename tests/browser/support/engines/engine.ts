// A browser that is not the reference, as far as the suites need one.
import { existsSync } from 'node:fs';

/** A kind of browser. */
export interface Engine {
  readonly name: string;
  /** What of it is not on this machine. */
  readonly missing: readonly string[];
  /** Starts it on a profile folder. */
  start(profile: string): Promise<Browser>;
}

/** One that runs. */
export interface Browser {
  open(url: string): Promise<Tab>;
  /** Ends it in order. */
  quit(): Promise<void>;
}

export interface Tab {
  /** The value of an expression, awaited. */
  evaluate(expression: string): Promise<unknown>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** The first that there is. */
export const firstOf = (...paths: readonly string[]): string | undefined =>
  paths.find((path) => existsSync(path));

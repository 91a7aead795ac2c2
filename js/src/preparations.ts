// The builtin preparations (spec 7.3): what is done to a query before it runs.
import type { Expression } from './definition/expression.ts';
import type { RelationshipSort } from './definition/relationship.ts';
import { Preparation } from './definition/entry.ts';

export { Preparation } from './definition/entry.ts';
export { preparation } from './definition/custom.ts';

/** What `build` adds to a query. */
export interface BuildOptions {
  filter?: Expression<boolean> | Readonly<Record<string, unknown>>;
  sort?: string | RelationshipSort;
  limit?: number;
  offset?: number;
  load?: readonly string[] | Readonly<Record<string, unknown>>;
  select?: readonly string[];
  context?: Readonly<Record<string, unknown>>;
}

/** Adds to the query. */
export function build(options: BuildOptions): Preparation {
  return new Preparation({ name: 'build', options: { options } });
}

/** Merges into the context of the query. */
export function setContext(context: Readonly<Record<string, unknown>>): Preparation {
  return new Preparation({ name: 'set_context', options: { context } });
}

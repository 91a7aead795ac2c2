// How a read would be carried out, as `explain` tells it.

/** A step of SQLite's plan, with the steps that it consists of. */
export interface PlanStep {
  /** In SQLite's words: `SEARCH t USING INDEX albums_year_index (year>?)`. */
  readonly detail: string;
  readonly children?: readonly PlanStep[];
}

/** One statement of a read: of the records, or of a relationship that is loaded with them. */
export interface Explanation {
  /** The relationships that lead to the records; absent for those of the read itself. */
  readonly load?: readonly string[];
  readonly sql: string;
  /** What is bound, in order; `**redacted**` for what is compared with sensitive fields. */
  readonly parameters: readonly unknown[];
  readonly plan: readonly PlanStep[];
  /** A sentence for each condition, and for the order, that no index serves. */
  readonly notes: readonly string[];
}

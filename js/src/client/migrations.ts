/** A migration, as `tunez codegen` writes it (docs/wire.md §5). */
export interface Migration {
  /** When it was made: fourteen digits, by which migrations are ordered. */
  readonly version: string;
  readonly name: string;
  /** SQL that is run in one transaction. */
  readonly up: readonly string[];
  /** SQL that undoes it. */
  readonly down: readonly string[];
  /** Made by `codegen --dev`, to be replaced before it is released. */
  readonly dev?: boolean;
}

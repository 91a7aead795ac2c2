// One use of a validation, change or preparation: which one, with which options, and when it applies.
// Immutable; each method returns another entry.
import { freezeDeep } from './attribute.ts';

/** The kinds of actions. */
export type ActionType = 'create' | 'read' | 'update' | 'destroy' | 'action';

/** The data of an entry, frozen. Functions among the options become callbacks of the core. */
export interface EntryDefinition {
  readonly name: string;
  /** What docs/wire.md §3 writes beside the name; camelCase keys. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The application's own function or object. */
  readonly custom?: unknown;
  readonly where?: readonly Validation[];
  readonly message?: string;
  readonly on?: readonly ActionType[];
  readonly onlyWhenValid?: boolean;
  readonly beforeAction?: boolean;
  readonly description?: string;
}

declare const fields: unique symbol;

abstract class Entry {
  readonly definition: EntryDefinition;

  constructor(definition: EntryDefinition) {
    freezeDeep(definition.options);
    this.definition = Object.freeze(definition);
    Object.freeze(this);
  }
}

/** A validation in use. `Fields` are the fields and arguments that it names. */
export class Validation<Fields extends string = string> extends Entry {
  get kind(): 'validation' {
    return 'validation';
  }
  declare readonly [fields]?: Fields;

  /** Applies only where these all hold, as the changeset is then; their messages are not used. */
  where<F extends string>(...conditions: readonly Validation<F>[]): Validation<Fields | F> {
    return this.#with({ where: [...(this.definition.where ?? []), ...conditions] });
  }

  /** Replaces the text. `%{name}` stands for a variable of the error. */
  message(text: string): Validation<Fields> {
    return this.#with({ message: text });
  }

  /** The action types it applies to, for validations of the resource: create and update unless given. */
  on(...types: readonly ActionType[]): Validation<Fields> {
    return this.#with({ on: types });
  }

  /** Skipped once the changeset has an error. */
  onlyWhenValid(): Validation<Fields> {
    return this.#with({ onlyWhenValid: true });
  }

  /** Runs inside the transaction, just before the write. */
  beforeAction(): Validation<Fields> {
    return this.#with({ beforeAction: true });
  }

  /** For documentation. */
  description(text: string): Validation<Fields> {
    return this.#with({ description: text });
  }

  #with(change: Partial<EntryDefinition>): Validation<never> {
    return new Validation({ ...this.definition, ...change });
  }
}

/** A change in use. `Fields` are the fields and arguments that it names. */
export class Change<Fields extends string = string> extends Entry {
  get kind(): 'change' {
    return 'change';
  }
  declare readonly [fields]?: Fields;

  /** Applies only where these all hold, as the changeset is then; otherwise skipped silently. */
  where<F extends string>(...conditions: readonly Validation<F>[]): Change<Fields | F> {
    return this.#with({ where: [...(this.definition.where ?? []), ...conditions] });
  }

  /** The action types it applies to, for changes of the resource: create and update unless given. */
  on(...types: readonly ActionType[]): Change<Fields> {
    return this.#with({ on: types });
  }

  /** Skipped once the changeset has an error. */
  onlyWhenValid(): Change<Fields> {
    return this.#with({ onlyWhenValid: true });
  }

  /** For documentation. */
  description(text: string): Change<Fields> {
    return this.#with({ description: text });
  }

  #with(change: Partial<EntryDefinition>): Change<never> {
    return new Change({ ...this.definition, ...change });
  }
}

declare const manages: unique symbol;

/** A change that manages a relationship with an argument: what its forms are about. */
export interface ManagedChange<
  Argument extends string = string,
  Relationship extends string = string,
  Fields extends string = string,
> extends Change<Fields> {
  readonly [manages]?: { readonly argument: Argument; readonly relationship: Relationship };
  where<F extends string>(
    ...conditions: readonly Validation<F>[]
  ): ManagedChange<Argument, Relationship, Fields | F>;
  on(...types: readonly ActionType[]): ManagedChange<Argument, Relationship, Fields>;
  onlyWhenValid(): ManagedChange<Argument, Relationship, Fields>;
  description(text: string): ManagedChange<Argument, Relationship, Fields>;
}

/** A preparation in use: what is done to a query before it runs. */
export class Preparation extends Entry {
  get kind(): 'preparation' {
    return 'preparation';
  }

  /** Applies only where these all hold. */
  where(...conditions: readonly Validation[]): Preparation {
    return this.#with({ where: [...(this.definition.where ?? []), ...conditions] });
  }

  /** The action types it applies to, for preparations of the resource: read unless given. */
  on(...types: readonly ActionType[]): Preparation {
    return this.#with({ on: types });
  }

  /** For documentation. */
  description(text: string): Preparation {
    return this.#with({ description: text });
  }

  #with(change: Partial<EntryDefinition>): Preparation {
    return new Preparation({ ...this.definition, ...change });
  }
}

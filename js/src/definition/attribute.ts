// The builder behind `t`: one immutable value that serves as attribute, argument, map field, array
// item and union member, and carries its types in a phantom property.

/** What a type contributes to inference; exists for the compiler only. */
export interface TypeShape {
  /** What records hold. */
  out: unknown;
  /** What inputs take. */
  in: unknown;
  /** The constraints of the type, by name. */
  constraints: object;
  /** What `primaryKey()` implies. */
  key: Flag;
}

/** What has been said about an attribute beyond its type. */
export type Flag =
  | 'required'
  | 'default'
  | 'primaryKey'
  | 'generated'
  | 'public'
  | 'unwritable'
  | 'unsortable'
  | 'unfilterable'
  | 'unselected';

declare const shape: unique symbol;

/** Whatever `t` makes, whichever type it has. */
export interface AnyAttribute {
  readonly definition: AttributeDefinition;
  readonly [shape]: { readonly type: TypeShape; readonly flags: Flag };
}

/** What records hold for this attribute, `null` where it may be absent. */
export type OutputOf<A extends AnyAttribute> =
  A[typeof shape]['type']['out'] | ('required' extends A[typeof shape]['flags'] ? never : null);

/** What inputs take for this attribute, `null` where it may be absent. */
export type InputValueOf<A extends AnyAttribute> =
  A[typeof shape]['type']['in'] | ('required' extends A[typeof shape]['flags'] ? never : null);

/** The resource that an attribute embeds. */
export type EmbeddedOf<A extends AnyAttribute> = A[typeof shape]['type'] extends {
  embedded: infer R;
}
  ? R
  : never;

/** What the items of a list are. */
export type ItemsOf<A extends AnyAttribute> = A[typeof shape]['type'] extends {
  items: infer Items extends AnyAttribute;
}
  ? Items
  : never;

/** The members of a union. */
export type MembersOf<A extends AnyAttribute> = A[typeof shape]['type'] extends {
  members: infer Members extends Readonly<Record<string, AnyAttribute>>;
}
  ? Members
  : never;

/** What inputs take when a value must be given. */
export type PresentInputOf<A extends AnyAttribute> = A[typeof shape]['type']['in'];

/** What records hold when there is a value. */
export type PresentOutputOf<A extends AnyAttribute> = A[typeof shape]['type']['out'];

/** The flags of an attribute. */
export type FlagsOf<A extends AnyAttribute> = A[typeof shape]['flags'];

/** A type as the wire names it: a name, or a name with what it is made of. */
export type TypeReference =
  | string
  | { readonly array: TypeReference }
  | { readonly enum: readonly EnumValue[] }
  | { readonly embedded: string; readonly resource?: object }
  | { readonly new_type: string; readonly of: TypeReference; readonly constraints: object };

/** A value of an enum, with what people see. */
export type EnumValue =
  string | { readonly value: string; readonly label?: string; readonly description?: string };

/** A default: a value, one of the core's functions, or the application's own. */
export type Default =
  | { readonly value: unknown }
  | { readonly fn: 'uuid' | 'uuid_v7' | 'now' | 'today' }
  | { readonly callback: () => unknown };

/** The data of an attribute, frozen. Absent means the default of docs/wire.md §3. */
export interface AttributeDefinition {
  readonly type: TypeReference;
  readonly constraints: Readonly<Record<string, unknown>>;
  readonly allowNil?: boolean;
  readonly default?: Default;
  readonly updateDefault?: Default;
  readonly matchOtherDefaults?: boolean;
  readonly writable?: boolean;
  readonly public?: boolean;
  readonly generated?: boolean;
  readonly sensitive?: boolean;
  readonly selectByDefault?: boolean;
  readonly alwaysSelect?: boolean;
  readonly primaryKey?: boolean;
  readonly source?: string;
  readonly filterable?: boolean | 'simple_equality';
  readonly sortable?: boolean;
  readonly description?: string;
}

/** What every attribute can be asked to be, whatever its type. */
export interface AttributeMethods<T extends TypeShape, F extends Flag> {
  /** The data made so far. */
  readonly definition: AttributeDefinition;
  readonly [shape]: { readonly type: T; readonly flags: F };

  /** The value must not be nil (`allow_nil?: false`, spec 4.5). */
  required(): Attribute<T, F | 'required'>;
  /** The value may be nil, which is the default. */
  optional(): Attribute<T, Exclude<F, 'required'>>;
  /** Shown by derived APIs, and part of `accept: '*'`. Attributes are private unless they say so. */
  public(): Attribute<T, F | 'public'>;
  /** Not shown by derived APIs, which is the default. */
  private(): Attribute<T, Exclude<F, 'public'>>;
  /** The value on create if none is given: a value, or a function called for each record. */
  default(value: T['in'] | (() => T['in'])): Attribute<T, F | 'default'>;
  /** The value on update if it is not changing while something else is (spec 4.6). */
  updateDefault(value: T['in'] | (() => T['in'])): Attribute<T, F>;
  /** Attributes with the same function as default get one shared value per action. */
  matchOtherDefaults(): Attribute<T, F>;
  /**
   * Part of the primary key. A uuid then has a random default and is public and not writable, an
   * integer is generated by the storage.
   */
  primaryKey(): Attribute<T, F | 'primaryKey' | 'required' | T['key']>;
  /** `false`: never an input; only `forceChangeAttribute` and defaults set it. */
  writable(writable: false): Attribute<T, F | 'unwritable'>;
  writable(writable?: true): Attribute<T, Exclude<F, 'unwritable'>>;
  /** The storage produces the value; it is not required on create. */
  generated(): Attribute<T, F | 'generated'>;
  /** Shown as `**redacted**` when printed. */
  sensitive(): Attribute<T, F>;
  /** `false`: only read when selected by name. */
  selectByDefault(select: false): Attribute<T, F | 'unselected'>;
  selectByDefault(select?: true): Attribute<T, Exclude<F, 'unselected'>>;
  /** Read whatever is selected. */
  alwaysSelect(): Attribute<T, F>;
  /** `false`: not in filters. `'simpleEquality'`: only `eq`, `in` and `isNil`. */
  filterable(filterable: false): Attribute<T, F | 'unfilterable'>;
  filterable(filterable: 'simpleEquality' | true): Attribute<T, F>;
  /** `false`: not in sorts. */
  sortable(sortable: false): Attribute<T, F | 'unsortable'>;
  sortable(sortable?: true): Attribute<T, Exclude<F, 'unsortable'>>;
  /** The name of the column, where it is not the snake_case of the attribute's. */
  source(column: string): Attribute<T, F>;
  /** For documentation. */
  description(text: string): Attribute<T, F>;
}

/** The constraints of a type as methods. A boolean one means `true` when called without a value. */
export type ConstraintMethods<T extends TypeShape, F extends Flag> = {
  readonly [C in keyof T['constraints']]-?: [T['constraints'][C]] extends [boolean | undefined]
    ? (value?: boolean) => Attribute<T, F>
    : (value: NonNullable<T['constraints'][C]>) => Attribute<T, F>;
};

/** What `t.string()` and its like return. Immutable: each method returns another one. */
export type Attribute<T extends TypeShape, F extends Flag = never> = AttributeMethods<T, F> &
  ConstraintMethods<T, F>;

/** How a type is declared at run time. */
export interface TypeRow {
  readonly constraints: readonly string[];
  /** What `primaryKey()` implies. */
  readonly key?: Partial<AttributeDefinition>;
}

/** An attribute of the given type. `row` says which constraints become methods. */
export function attribute<T extends TypeShape, F extends Flag = never>(
  row: TypeRow,
  definition: AttributeDefinition,
): Attribute<T, F> {
  return new Builder(row, definition) as unknown as Attribute<T, F>;
}

class Builder {
  readonly definition: AttributeDefinition;
  readonly #row: TypeRow;

  constructor(row: TypeRow, definition: AttributeDefinition) {
    this.#row = row;
    this.definition = Object.freeze({
      ...definition,
      constraints: Object.freeze({ ...definition.constraints }),
    });
    for (const name of row.constraints)
      Object.defineProperty(this, name, {
        value: (value: unknown = true) => this.#constrain(name, value),
      });
    Object.freeze(this);
  }

  #with(change: Partial<AttributeDefinition>): Builder {
    return new Builder(this.#row, { ...this.definition, ...change });
  }

  #constrain(name: string, value: unknown): Builder {
    return this.#with({ constraints: { ...this.definition.constraints, [name]: value } });
  }

  required() {
    return this.#with({ allowNil: false });
  }
  optional() {
    return this.#with({ allowNil: true });
  }
  public() {
    return this.#with({ public: true });
  }
  private() {
    return this.#with({ public: false });
  }
  default(value: unknown) {
    return this.#with({ default: defaultOf(value) });
  }
  updateDefault(value: unknown) {
    return this.#with({ updateDefault: defaultOf(value) });
  }
  matchOtherDefaults() {
    return this.#with({ matchOtherDefaults: true });
  }
  primaryKey() {
    return this.#with({ primaryKey: true, allowNil: false, ...this.#row.key });
  }
  writable(writable = true) {
    return this.#with({ writable });
  }
  generated() {
    return this.#with({ generated: true });
  }
  sensitive() {
    return this.#with({ sensitive: true });
  }
  selectByDefault(selectByDefault = true) {
    return this.#with({ selectByDefault });
  }
  alwaysSelect() {
    return this.#with({ alwaysSelect: true });
  }
  filterable(filterable: boolean | 'simpleEquality') {
    return this.#with({
      filterable: filterable === 'simpleEquality' ? 'simple_equality' : filterable,
    });
  }
  sortable(sortable = true) {
    return this.#with({ sortable });
  }
  source(source: string) {
    return this.#with({ source });
  }
  description(description: string) {
    return this.#with({ description });
  }
}

function defaultOf(value: unknown): Default {
  return typeof value === 'function'
    ? { callback: value as () => unknown }
    : { value: freezeDeep(value) };
}

/** Freezes what a definition holds, so that no later change can reach it. */
export function freezeDeep<V>(value: V): V {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  Object.values(value).forEach(freezeDeep);
  return Object.freeze(value);
}

// Values that plain JSON does not have, as classes of their own.

/** The largest depth of arrays and maps in a message. The core refuses what is nested deeper. */
export const maximumDepth = 256;

/**
 * A value of a union type together with the name of its member: what records hold for `t.union`,
 * and how an input says which member it means (`new Union('text', 'x')`).
 */
export class Union<Type extends string = string, Value = unknown> {
  // Makes the class nominal: a plain `{ type, value }` is an ordinary map, not a union value.
  declare private readonly brand: 'Union';

  constructor(
    readonly type: Type,
    readonly value: Value,
  ) {}
}

/**
 * A record of an embedded resource that is used as it is: none of its actions runs, nothing is
 * validated (`new Instance('Profile', { firstName: 'Ann' })`). A plain map is an input instead.
 */
export class Instance<Fields extends object = object> {
  declare private readonly brand: 'Instance';

  /** @param resource the name of the embedded resource. */
  constructor(
    readonly resource: string,
    readonly fields: Fields,
  ) {}
}

/**
 * An exact decimal as an input, for when a plain string would not do (`new Decimal('1.50')`).
 * Records hold decimals as strings.
 */
export class Decimal {
  declare private readonly brand: 'Decimal';

  /** @param digits what the core reads: digits, with a sign, a point and an exponent if need be. */
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits;
  }
}

/** Stands in a record for a field that a field policy hides from the actor. */
export class ForbiddenField {
  declare private readonly brand: 'ForbiddenField';

  /** @param field the key of the hidden field. */
  constructor(readonly field: string) {}
}

/** A symbol of the core as an input, where a string would mean text. */
export class Atom {
  declare private readonly brand: 'Atom';

  constructor(readonly name: string) {}
}

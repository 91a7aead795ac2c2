/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
// Statements about types. They are checked by the compiler alone; nothing happens at run time.

type Equal<A, B> =
  (<T>() => T extends Normal<A> ? 1 : 2) extends <T>() => T extends Normal<B> ? 1 : 2
    ? true
    : false;

// Intersections count as the one object type that they come to.
type Normal<T> = T extends (...parameters: never[]) => unknown
  ? T
  : T extends object
    ? { [K in keyof T]: Normal<T[K]> }
    : T;

interface Expectation<Actual> {
  /** The types are the same, optional and readonly properties included. */
  toEqualTypeOf<Expected>(
    ...mismatch: Equal<Actual, Expected> extends true
      ? []
      : [{ actual: Actual; expected: Expected }]
  ): void;
}

/** `expectTypeOf<A>().toEqualTypeOf<B>()`, or of a value. */
export function expectTypeOf<Actual>(): Expectation<Actual>;
export function expectTypeOf<Actual>(value: Actual): Expectation<Actual>;
export function expectTypeOf<Actual>(): Expectation<Actual> {
  return { toEqualTypeOf: () => undefined };
}

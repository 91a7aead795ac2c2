// How Node's console is told what to print of an object; it looks for this symbol, which needs no import.
/** The method that `util.inspect` and `console.log` of Node print the result of. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

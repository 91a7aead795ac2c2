// What inputs hold, and what they are given to hold.

/** As much of an input, a text area or a select as is read. */
export interface InputElement {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly checked?: boolean;
  readonly selectedOptions?: Iterable<{ readonly value: string }>;
}

/** What somebody entered; `undefined` for what is no input of a form. */
export function enteredValue(element: InputElement): unknown {
  if (element.type === 'checkbox') return element.checked === true;
  if (element.type === 'radio') return element.checked === true ? element.value : undefined;
  if (element.type === 'file') return undefined;
  if (element.type === 'select-multiple')
    return Array.from(element.selectedOptions ?? [], ({ value }) => value);
  return element.value;
}

/** A value as the text of an input; `''` for what is no text, such as a map. */
export function inputText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return value instanceof Date ? value.toISOString() : '';
  }
}

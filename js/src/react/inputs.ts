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

/** A value as the text of an input. */
export function inputText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return String(value as string | number | boolean | bigint);
}

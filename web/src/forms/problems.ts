/** As much of the package's error as a form needs. */
export interface Problem {
  readonly code: string;
  readonly field?: string;
  readonly fields?: readonly string[];
  /** `attribute`, `argument` or `relationship`, where the message begins with it. */
  readonly type?: string;
  readonly message: string;
}

export function fieldsOf({ field, fields = [] }: Problem): readonly string[] {
  return field === undefined ? fields : [field, ...fields.filter((other) => other !== field)];
}

/** Beside its field a message need not name it again: "attribute name is required" is "is required". */
export function besideField({ type, message }: Problem): string {
  return type === undefined ? message : message.replace(new RegExp(`^${type} \\S+ `), '');
}

export function messagesByField(problems: readonly Problem[]): Map<string, string[]> {
  const messages = new Map<string, string[]>();
  for (const problem of problems)
    for (const field of fieldsOf(problem)) {
      const known = messages.get(field) ?? [];
      const message = besideField(problem);
      if (!known.includes(message)) messages.set(field, [...known, message]);
    }
  return messages;
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Invalid } from 'tunez';
import { latestOnly } from './latest-only';
import { fieldsOf, messagesByField, type Problem } from './problems';

export type Params = Record<string, string>;

export interface FormOptions<P extends Params, Data> {
  initial: P;
  /** Evaluates the changeset these params would make, without writing anything. */
  check: (params: P) => Promise<{ readonly errors: readonly Problem[] }>;
  /** Runs that changeset. */
  save: (params: P) => Promise<Data>;
  onSaved: (data: Data) => void;
  /** The form then shows why. */
  onFailed: () => void;
}

export interface Form<P extends Params> {
  readonly params: P;
  readonly changed: boolean;
  readonly saving: boolean;
  /** What to say under the field; empty until the field was changed or a save was tried. */
  problems: (field: keyof P & string) => readonly string[];
  /** After a failed save: everything that is wrong now. */
  readonly summary: readonly Problem[];
  /** How many saves the resource refused. */
  readonly failures: number;
  /** Why the last save failed, where that was not for its input. */
  readonly trouble: unknown;
  /** The field as it was when the resource last had nothing against it. */
  accepted: (field: keyof P & string) => string;
  set: (field: keyof P & string, value: string) => void;
  submit: () => Promise<void>;
}

/**
 * The params of one action as the user types them, and what the resource says about them.
 *
 * 1. Params are never replaced by anything but typing.
 * 2. An answer is shown only if no later change was made since it was asked for.
 * 3. What a save refused (a name that is taken) stays until its field is changed again; what has no
 *    field, until any is.
 */
export function useForm<P extends Params, Data>(options: FormOptions<P, Data>): Form<P> {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  const [params, setParams] = useState(options.initial);
  const current = useRef(params);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [checked, setChecked] = useState<readonly Problem[]>([]);
  const [accepted, setAccepted] = useState(options.initial);
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [failures, setFailures] = useState(0);
  const [trouble, setTrouble] = useState<unknown>();
  const [saving, setSaving] = useState(false);
  const busy = useRef(false);

  const check = useMemo(
    () =>
      latestOnly(
        async (asked: P) => ({ asked, errors: (await latest.current.check(asked)).errors }),
        ({ asked, errors }) => {
          setChecked(errors);
          setAccepted((before) => withoutRefused(asked, errors, before));
        },
        // What cannot be checked now is checked by the save, which says what is wrong.
        () => setChecked([]),
      ),
    [],
  );
  useEffect(() => check.stop, [check]);

  const set = useCallback(
    (field: keyof P & string, value: string) => {
      current.current = { ...current.current, [field]: value };
      setParams(current.current);
      setTouched((fields) => (fields.has(field) ? fields : new Set(fields).add(field)));
      setRefused((problems) => problems.filter((problem) => concernsAnother(problem, field)));
      check.ask(current.current);
    },
    [check],
  );

  const submit = useCallback(async () => {
    if (busy.current) return;
    busy.current = true;
    setSaving(true);
    setTrouble(undefined);
    try {
      const saved = await latest.current.save(current.current);
      latest.current.onSaved(saved);
    } catch (problem) {
      if (problem instanceof Invalid) {
        setFailures((count) => count + 1);
        setRefused(problem.errors);
        check.ask(current.current);
      } else setTrouble(problem);
      latest.current.onFailed();
    } finally {
      busy.current = false;
      setSaving(false);
    }
  }, [check]);

  const known = useMemo(() => merge(checked, refused), [checked, refused]);
  const byField = useMemo(() => messagesByField(known), [known]);
  return {
    params,
    changed: touched.size > 0,
    saving,
    problems: (field) => (failures > 0 || touched.has(field) ? (byField.get(field) ?? []) : []),
    summary: failures > 0 ? known : [],
    failures,
    trouble,
    accepted: (field) => accepted[field] ?? '',
    set,
    submit,
  };
}

/** What was refused, and what is wrong besides, each once. */
function merge(checked: readonly Problem[], refused: readonly Problem[]): readonly Problem[] {
  const key = (problem: Problem) => JSON.stringify([fieldsOf(problem), problem.message]);
  return [...new Map([...refused, ...checked].map((problem) => [key(problem), problem])).values()];
}

function concernsAnother(problem: Problem, field: string): boolean {
  const fields = fieldsOf(problem);
  return fields.length > 0 && !fields.includes(field);
}

function withoutRefused<P extends Params>(asked: P, errors: readonly Problem[], before: P): P {
  const refused = new Set(errors.flatMap(fieldsOf));
  const kept = Object.entries(before).filter(([field]) => refused.has(field));
  return { ...asked, ...Object.fromEntries(kept) };
}

// A form: what somebody types into the inputs of an action, and what the resource says about it
// (spec 14).
//
// 1. Params are what was typed; nothing but typing replaces them.
// 2. Validation is the engine's. One is under way at a time, and after it only the newest params are
//    validated; an answer is shown only if nothing was changed since it was asked for.
// 3. What a submission found besides (a name that is taken) stays until its field is changed.
// 4. Whoever subscribed hears of each change; what `state`, `field` and `forms` return is the same
//    object until something in it has changed.
import { isMap } from '../client/subject.ts';
import {
  type ErrorDetail,
  type ErrorMessage,
  errorFromMessage,
  hostError,
  TunezError,
} from '../wire/errors.ts';
import { unionType } from './embedded_shape.ts';
import {
  type ErrorFormat,
  errorsOf,
  formatted,
  type FormattedErrors,
  transformed,
} from './errors.ts';
import { errorsByNode, formError, type StateMessage } from './message.ts';
import {
  allNodes,
  fieldAt,
  findForm,
  type Fields,
  formAt,
  type FormError,
  nestedAt,
  type FormType,
  type Node,
  nodeOf,
  replaced,
  withErrors,
  withoutParam,
  withParam,
  withTouched,
} from './node.ts';
import {
  added,
  type AddFormOptions,
  refuseUnloaded,
  removed,
  sorted,
  type SortInstruction,
  switched,
} from './nested.ts';
import type {
  FormOptions,
  ParamsPhase,
  Submission,
  SubmitOptions,
  ValidateOptions,
} from './options.ts';
import { nameOf, type PathInput, stepsOf } from './path.ts';
import { type FormSource, sentParams, submissionMessage, validationMessage } from './request.ts';
import { shapeOf } from './shape.ts';
import { Snapshots, valueIn } from './snapshot.ts';
import type { FieldState, FormState, NestedForm } from './state.ts';
import type {
  FieldPath,
  FormPath,
  FormTypes,
  InputAt,
  NestedParamsAt,
  NestedPath,
  ParamsOf,
  PathOr,
  StepsOf,
  Typed,
} from './types.ts';
import { adopted, filled, type Makers, split } from './whole_params.ts';

const nothing: Fields = Object.freeze({});

// Something was typed, added, removed or moved.
const entered = { changed: true, touched: true, justSubmitted: false };

const start: FormState = Object.freeze({
  valid: true,
  changed: false,
  touched: false,
  canSubmit: true,
  anyRemoved: false,
  validating: false,
  submitting: false,
  submittedOnce: false,
  justSubmitted: false,
  submissions: 0,
  failures: 0,
  submitError: undefined,
  errorsShown: false,
});

/** A form for an action. Made by `formToCreateArtist` and its like, or by `tunez.formForCreate`. */
export class Form<F extends FormTypes = FormTypes> {
  readonly #source: FormSource;
  readonly #options: FormOptions;
  readonly #listeners = new Set<() => void>();
  readonly #snapshots: Snapshots;
  #root: Node;
  // Params of nested forms that were given as a whole, until the engine has arranged them.
  #given: Fields = nothing;
  #state: FormState;
  #validation: Promise<void> | undefined;
  #isStale = false;
  #added = 0;

  /** @internal */
  constructor(source: FormSource, options: FormOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.#snapshots = new Snapshots(this.id);
    this.#root = this.#made(isMap(source.subject) ? source.subject : undefined);
    this.#state = this.#start;
  }

  // --- What can be seen ------------------------------------------------------------------------

  /** What ids of its inputs begin with. */
  get id(): string {
    return this.#options.id ?? 'form';
  }

  /** `create`, `read`, `update`, `destroy` or `action`. */
  get type(): FormType {
    return this.#root.type;
  }

  /** The record that it changes. */
  get data(): Fields | undefined {
    return this.#root.data;
  }

  /** The form as a whole, now. */
  get state(): FormState {
    return this.#state;
  }

  /** Calls back after each change, until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** A field as an input shows it. Throws `invalid_path`. */
  field<P extends FieldPath<F>>(path: P): FieldState<Typed<InputAt<F, P>>>;
  field(path: StepsOf<FieldPath<F>>): FieldState;
  field(path: PathInput): FieldState {
    const steps = stepsOf(path);
    const { place, field } = fieldAt(this.#root, steps);
    return this.#snapshots.field(place.node, field, steps, this.#state);
  }

  /** Whether there is a field at the path. */
  hasField(path: PathInput): boolean {
    const steps = stepsOf(path);
    const found = findForm(this.#root, steps.slice(0, -1));
    return typeof found !== 'string' && found.node.shape.fields.has(String(steps.at(-1)));
  }

  /** What a field holds: what was typed, else what its record, the action or its defaults say. */
  value<P extends FieldPath<F>>(path: P): Typed<InputAt<F, P>> | undefined;
  value(path: StepsOf<FieldPath<F>>): unknown;
  value(path: PathInput): unknown {
    const { place, field } = fieldAt(this.#root, stepsOf(path));
    return valueIn(place.node, field);
  }

  /** What would be sent now. */
  params(): Readonly<Record<string, unknown>> {
    return sentParams(this.#now);
  }

  /** Whether somebody touched the input at a path. */
  touched(path: PathOr<FieldPath<F>>): boolean {
    const { place, field } = fieldAt(this.#root, stepsOf(path));
    return place.node.touched.has(field);
  }

  /**
   * What is wrong with the form, or with the one at `forPath`. With `'all'`, of each form that has
   * errors, by its path. Nothing before it was validated.
   */
  errors<Format extends ErrorFormat = 'simple'>(options: {
    readonly format?: Format;
    readonly forPath: 'all';
  }): Readonly<Record<string, FormattedErrors<Format>>>;
  errors<Format extends ErrorFormat = 'simple'>(options?: {
    readonly format?: Format;
    readonly forPath?: PathInput;
  }): FormattedErrors<Format>;
  errors({ format = 'simple', forPath = [] }: ErrorOptions = {}): unknown {
    const shown = this.#state.errorsShown;
    if (forPath !== 'all') {
      const { node } = formAt(this.#root, stepsOf(forPath));
      return formatted(shown ? errorsOf(node) : [], format);
    }
    const all: Record<string, unknown> = {};
    for (const [node, path] of allNodes(this.#root)) {
      const errors = shown ? errorsOf(node) : [];
      if (errors.length > 0) all[nameOf(path)] = formatted(errors, format);
    }
    return all;
  }

  /** The forms of a list, or the one form under a name, if it is there. Throws `no_data_loaded`. */
  forms(path: PathOr<NestedPath<F>>): readonly NestedForm[] {
    const steps = stepsOf(path);
    const { place, nested } = nestedAt(this.#root, steps);
    refuseUnloaded(place.node, nested);
    const forms = place.node.forms[nested.name]!.map((node, index) =>
      this.#snapshots.form(node, nested.isList ? [...steps, index] : steps, this.#state),
    );
    return this.#snapshots.list(steps, forms);
  }

  /** The nested form at a path. Throws `invalid_path`. */
  getForm(path: PathOr<FormPath<F>>): NestedForm {
    const steps = stepsOf(path);
    return this.#snapshots.form(formAt(this.#root, steps).node, steps, this.#state);
  }

  /** Whether there is a nested form at the path. */
  hasForm(path: PathInput): boolean {
    const steps = stepsOf(path);
    return steps.length > 0 && typeof findForm(this.#root, steps) !== 'string';
  }

  // --- What can be done ------------------------------------------------------------------------

  /** Types a value into a field, and validates. */
  setValue<P extends FieldPath<F>>(path: P, value: Typed<InputAt<F, P>>): void;
  setValue(path: StepsOf<FieldPath<F>>, value: unknown): void;
  setValue(path: PathInput, value: unknown): void {
    const steps = stepsOf(path);
    const { place, field } = fieldAt(this.#root, steps);
    const { params, member } = place.node;
    if (field === unionType) {
      if (value !== member) this.#changed(switched(place, steps.slice(0, -1), value, this.#makers));
      return;
    }
    if (Object.hasOwn(params, field) && Object.is(params[field], value)) return;
    this.#changed(replaced(place, withParam(place.node, field, value)));
  }

  /** Takes back what was typed into a field. */
  clearValue(path: PathOr<FieldPath<F>>): void {
    const { place, field } = fieldAt(this.#root, stepsOf(path));
    this.#changed(replaced(place, withoutParam(place.node, field)));
  }

  /** Notes that somebody was at these inputs, whose errors are shown from then on. */
  touch(...paths: readonly PathOr<FieldPath<F>>[]): void {
    const before = this.#root;
    for (const path of paths) {
      const { place, field } = fieldAt(this.#root, stepsOf(path));
      if (!place.node.touched.has(field))
        this.#root = replaced(place, withTouched(place.node, [field]));
    }
    if (this.#root === before && this.#state.errorsShown) return;
    this.#tell({ touched: true, errorsShown: true });
    void this.#check().catch(() => undefined);
  }

  /**
   * The form as it was made, or for another record: what was typed, added and found is forgotten.
   * Throws `form_is_submitting`.
   */
  reset(data: object | undefined = this.data): void {
    if (this.#state.submitting) throw isSubmitting();
    this.#root = this.#made(data);
    this.#given = nothing;
    this.#state = this.#start;
    this.#isStale = true;
    this.#tell({ validating: this.#validation !== undefined });
  }

  /** Replaces the params by others, or by what the function makes of them, and validates. */
  updateParams(
    update: (params: Readonly<Record<string, unknown>>) => ParamsOf<F>,
    options?: ValidateOptions,
  ): Promise<this> {
    return this.validate(update(this.params()), options);
  }

  /** Adds a form to a list, or in the one place there is; returns its key. */
  addForm<P extends NestedPath<F>>(
    path: P | StepsOf<P>,
    options: AddFormOptions<NestedParamsAt<F, P>> = {},
  ): string {
    const { data } = options as AddFormOptions;
    const key = this.#newKey();
    const steps = stepsOf(path);
    this.#changed(
      added(this.#root, steps, key, { ...(options as AddFormOptions), data: data! }, this.#makers),
      options.validate,
    );
    return key;
  }

  /** Takes a form out; what becomes of its record is the action's to say. */
  removeForm(path: PathOr<FormPath<F>>): void {
    const steps = stepsOf(path);
    const hadData = formAt(this.#root, steps).node.data !== undefined;
    const root = removed(this.#root, steps);
    if (hadData) this.#state = Object.freeze({ ...this.#state, anyRemoved: true });
    this.#changed(root);
  }

  /**
   * Puts the forms of a list in another order, given as their old indexes; those not listed come
   * last. Or moves the form at the path by one (`increment`, `decrement`).
   */
  sortForms(path: PathOr<NestedPath<F>>, order: readonly number[]): void;
  sortForms(path: PathOr<FormPath<F>>, step: 'increment' | 'decrement'): void;
  sortForms(path: PathInput, instruction: SortInstruction): void {
    const root = sorted(this.#root, stepsOf(path), instruction);
    if (root !== this.#root) this.#changed(root);
  }

  /** Another record in the place of the one that the form changes; what was typed stays. */
  setData(data: object): void {
    const { shape, type, key } = this.#root;
    const { forms } = nodeOf({ key, type, data }, shape, this.#source.resources);
    this.#changed({ ...this.#root, data: data as Fields, forms });
  }

  /** Shows an error that the application found; it stays until its field is changed. */
  addError(error: AddedFormError, { path = [] }: { readonly path?: PathInput } = {}): void {
    const place = formAt(this.#root, stepsOf(path));
    const complete = formError({
      ...{ code: 'invalid_changes', field: '_form', path: stepsOf(path) },
      ...error,
    } as ErrorDetail);
    const refused = [...place.node.refused, complete];
    this.#root = place.links.reduceRight<Node>(
      (below, { parent, name, index }) => ({
        ...parent,
        forms: { ...parent.forms, [name]: parent.forms[name]!.with(index, below) },
      }),
      { ...place.node, refused },
    );
    this.#tell({ valid: false, errorsShown: true });
  }

  /**
   * Asks the resource about the params, which `params` replaces first. Resolves when all that was
   * typed until then has been validated. Rejects with a `TunezError` where the engine cannot say.
   */
  async validate(params?: ParamsOf<F>, options: ValidateOptions = {}): Promise<this> {
    const { target, errors = true } = options;
    if (params !== undefined) this.#take(params, 'validate', options);
    if (target !== undefined) this.touch(target as never);
    this.#tell({ errorsShown: errors });
    await this.#check();
    return this;
  }

  /**
   * Validates and runs the action. Never rejects with a `TunezError`: what went wrong is `error`, and
   * stands beside the fields of the form. While a submission is under way, another one comes to
   * nothing but `form_is_submitting`.
   */
  async submit(
    options: SubmitOptions<ParamsOf<F>> = {},
  ): Promise<Submission<F['result'], Form<F>>> {
    if (this.#state.submitting) return this.#failed(isSubmitting());
    if (options.params !== undefined) this.#take(options.params, 'submit', {});
    this.#tell({ submitting: true, submitError: undefined });
    try {
      if (this.#given !== nothing) await this.#check();
      const sent = this.#root;
      const answer = (await this.#source.request(
        submissionMessage(this.#now, options as never),
      )) as StateMessage | { readonly result: unknown };
      if ('result' in answer) {
        this.#ended({ valid: true });
        const data = this.type === 'destroy' ? undefined : answer.result;
        return { ok: true, data: data as F['result'], form: this };
      }
      return this.#refused(sent, answer);
    } catch (error) {
      if (!(error instanceof TunezError)) {
        this.#ended({});
        throw error;
      }
      this.#ended({ failures: this.#state.failures + 1, submitError: error });
      return this.#failed(error);
    }
  }

  // --- Inside ----------------------------------------------------------------------------------

  // A form that nobody has touched.
  #made(data: object | undefined): Node {
    const { resource, action, resources, type, fixed } = this.#source;
    const root = nodeOf({ key: '', type, data }, shapeOf(resource, action, resources), resources);
    return filled(root, { ...this.#options.params, ...fixed }, this.#makers);
  }

  get #start(): FormState {
    return Object.freeze({ ...start, errorsShown: this.#options.errors === true });
  }

  // Params that were given as a whole.
  #take(given: Fields, phase: ParamsPhase, { onlyTouched }: ValidateOptions): void {
    const root = this.#root;
    let params = this.#options.prepareParams?.(given, phase) ?? given;
    if (onlyTouched === true)
      params = Object.fromEntries(
        Object.entries(params).filter(([name]) => root.touched.has(name)),
      );
    const { own, nested } = split(root, params);
    const touched = Object.keys(own).filter((name) => !Object.hasOwn(given, `_unused_${name}`));
    this.#root = withTouched({ ...root, params: own }, touched);
    this.#given = nested;
    this.#state = Object.freeze({ ...this.#state, ...entered });
  }

  // What the engine has made of them. They are validated once more, as forms with their data.
  #adopt(answered: Fields | undefined): void {
    const params = { ...this.#given, ...answered };
    this.#given = nothing;
    this.#root = adopted(this.#root, params, this.#makers);
    this.#isStale = true;
  }

  readonly #newKey = (): string => `new-${++this.#added}`;

  get #makers(): Makers {
    return { newKey: this.#newKey, resources: this.#source.resources };
  }

  #changed(root: Node, validate = true): void {
    this.#root = root;
    this.#tell({ ...entered, errorsShown: true });
    if (validate) void this.#check().catch(() => undefined);
  }

  // A submission has come to an end.
  #ended(change: Partial<FormState>): void {
    this.#tell({
      ...{ submitting: false, submittedOnce: true, justSubmitted: true, errorsShown: true },
      ...{ submissions: this.#state.submissions + 1, ...change },
    });
  }

  #tell(change: Partial<FormState>): void {
    const state = { ...this.#state, ...change };
    this.#state = Object.freeze({ ...state, canSubmit: state.valid && !state.submitting });
    for (const listener of this.#listeners) listener();
  }

  // All changes of one turn are one validation, and so are those made while another is under way.
  #check(): Promise<void> {
    this.#isStale = true;
    return (this.#validation ??= this.#validateAll());
  }

  async #validateAll(): Promise<void> {
    try {
      await Promise.resolve();
      this.#tell({ validating: true });
      while (this.#isStale) {
        this.#isStale = false;
        await this.#validateOnce();
      }
    } finally {
      this.#validation = undefined;
      this.#tell({ validating: false });
    }
  }

  async #validateOnce(): Promise<void> {
    const sent = this.#root;
    let answer: StateMessage;
    try {
      answer = (await this.#source.request(validationMessage(this.#now))) as StateMessage;
    } catch (error) {
      // What cannot be validated now is validated by the submission, which says what is wrong.
      if (!this.#isStale) this.#root = withErrors(this.#root, 'errors', new Map());
      throw error;
    }
    if (this.#isStale) return;
    if (this.#given !== nothing) this.#adopt(answer.params);
    else this.#settle(sent, answer);
  }

  #settle(sent: Node, answer: StateMessage): void {
    const errors = this.#shown(answer);
    this.#root = withErrors(this.#root, 'errors', errorsByNode(sent, errors));
    this.#root = { ...this.#root, values: answer.values ?? {} };
    this.#tell({ valid: answer.valid });
  }

  #refused(sent: Node, answer: StateMessage): Submission<F['result'], Form<F>> {
    const error = errorFromMessage(answer.failure as ErrorMessage);
    this.#root = withErrors(this.#root, 'refused', errorsByNode(sent, this.#shown(answer)));
    this.#ended({ valid: false, failures: this.#state.failures + 1, submitError: error });
    void this.#check().catch(() => undefined);
    return this.#failed(error);
  }

  #failed(error: TunezError): Submission<F['result'], Form<F>> {
    return { ok: false, error, form: this };
  }

  #shown(answer: StateMessage): readonly FormError[] {
    const errors = answer.errors.map(formError);
    const { shown, unhandled } = transformed(errors, answer.unhandled ?? [], this.#options);
    if (unhandled.length > 0 && this.#options.warnOnUnhandledErrors !== false)
      for (const { message } of unhandled)
        console.warn(`the form of ${this.#source.resource.name} does not show: ${message}`);
    return shown;
  }

  get #now() {
    return {
      ...{ source: this.#source, options: this.#options },
      ...{ root: this.#root, given: this.#given },
    };
  }
}

/** An error as an application adds one. */
export interface AddedFormError {
  /** The form itself unless given. */
  readonly field?: string;
  readonly message: string;
  readonly vars?: Fields;
}

interface ErrorOptions {
  readonly format?: ErrorFormat;
  readonly forPath?: PathInput;
}

function isSubmitting(): TunezError {
  return hostError('form_is_submitting', 'this form is being submitted already');
}

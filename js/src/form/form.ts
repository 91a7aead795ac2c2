// A form: what somebody types into the inputs of an action, and what the resource says about it
// (spec 14). What always holds of it stands in draft.ts.
import { type ErrorDetail, hostError, TunezError } from '../wire/errors.ts';
import { Draft } from './draft.ts';
import { unionType } from './embedded_shape.ts';
import { type ErrorFormat, errorsOf, formatted, type FormattedErrors } from './errors.ts';
import { formError, type StateMessage } from './message.ts';
import {
  allNodes,
  fieldAt,
  findForm,
  type Fields,
  formAt,
  nestedAt,
  type FormType,
  type Node,
  nodeOf,
  replaced,
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
import type { FormOptions, Submission, SubmitOptions, ValidateOptions } from './options.ts';
import { nameOf, type PathInput, stepsOf } from './path.ts';
import { type FormSource, sentParams, submissionMessage } from './request.ts';
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
import { adopted } from './whole_params.ts';

/** A form for an action. Made by `formToCreateArtist` and its like, or by `tunez.formForCreate`. */
export class Form<F extends FormTypes = FormTypes> {
  readonly #source: FormSource;
  readonly #options: FormOptions;
  readonly #snapshots: Snapshots;
  readonly #draft: Draft;

  /** @internal */
  constructor(source: FormSource, options: FormOptions = {}) {
    this.#source = source;
    this.#options = options;
    this.#snapshots = new Snapshots(this.id);
    this.#draft = new Draft(source, options);
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
    return this.#draft.state;
  }

  get #root(): Node {
    return this.#draft.root;
  }

  /** Calls back after each change, until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => this.#draft.subscribe(listener);

  /** A field as an input shows it. Throws `invalid_path`. */
  field<P extends FieldPath<F>>(path: P): FieldState<Typed<InputAt<F, P>>>;
  field(path: StepsOf<FieldPath<F>>): FieldState;
  field(path: PathInput): FieldState {
    const steps = stepsOf(path);
    const { place, field } = fieldAt(this.#root, steps);
    return this.#snapshots.field(place.node, field, steps, this.state);
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
    return sentParams(this.#draft.now);
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
    const shown = this.state.errorsShown;
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
      this.#snapshots.form(node, nested.isList ? [...steps, index] : steps, this.state),
    );
    return this.#snapshots.list(steps, forms);
  }

  /** The nested form at a path. Throws `invalid_path`. */
  getForm(path: PathOr<FormPath<F>>): NestedForm {
    const steps = stepsOf(path);
    return this.#snapshots.form(formAt(this.#root, steps).node, steps, this.state);
  }

  /** Whether there is a nested form at the path. */
  hasForm(path: PathInput): boolean {
    const steps = stepsOf(path);
    return steps.length > 0 && typeof findForm(this.#root, steps) !== 'string';
  }

  // --- What can be done ------------------------------------------------------------------------

  /** Types a value into a field, and validates. A list of maps in the place of forms replaces them. */
  setValue<P extends FieldPath<F>>(path: P, value: Typed<InputAt<F, P>>): void;
  setValue(path: StepsOf<FieldPath<F>>, value: unknown): void;
  setValue(path: PathInput, value: unknown): void {
    const steps = stepsOf(path);
    const { place, field } = fieldAt(this.#root, steps);
    const { params, member, shape } = place.node;
    const around = steps.slice(0, -1);
    const { makers } = this.#draft;
    if (field === unionType) {
      if (value !== member) this.#draft.change(switched(place, around, value, makers));
      return;
    }
    if (shape.nested.has(field)) {
      const forms = adopted(place.node, { [field]: value }, makers, around);
      this.#draft.change(replaced(place, forms));
      return;
    }
    if (Object.hasOwn(params, field) && Object.is(params[field], value)) return;
    this.#draft.change(replaced(place, withParam(place.node, field, value)));
  }

  /** Takes back what was typed into a field. */
  clearValue(path: PathOr<FieldPath<F>>): void {
    const { place, field } = fieldAt(this.#root, stepsOf(path));
    this.#draft.change(replaced(place, withoutParam(place.node, field)));
  }

  /** Notes that somebody was at these inputs, whose errors are shown from then on. */
  touch(...paths: readonly PathOr<FieldPath<F>>[]): void {
    let root = this.#root;
    for (const path of paths) {
      const { place, field } = fieldAt(root, stepsOf(path));
      if (!place.node.touched.has(field)) root = replaced(place, withTouched(place.node, [field]));
    }
    if (root === this.#root && this.state.errorsShown) return;
    this.#draft.replace(root, { touched: true, errorsShown: true });
    this.#draft.checkLater();
  }

  /**
   * The form as it was made, or for another record: what was typed, added and found is forgotten.
   * Throws `form_is_submitting`.
   */
  reset(data: object | undefined = this.data): void {
    if (this.state.submitting) throw isSubmitting();
    this.#draft.restart(data);
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
    const key = this.#draft.newKey();
    const steps = stepsOf(path);
    this.#draft.change(
      added(
        this.#root,
        steps,
        key,
        { ...(options as AddFormOptions), data: data! },
        this.#draft.makers,
      ),
      { validate: options.validate },
    );
    return key;
  }

  /** Takes a form out; what becomes of its record is the action's to say. */
  removeForm(path: PathOr<FormPath<F>>): void {
    const steps = stepsOf(path);
    const hadData = formAt(this.#root, steps).node.data !== undefined;
    const root = removed(this.#root, steps);
    this.#draft.change(root, hadData ? { anyRemoved: true } : {});
  }

  /**
   * Puts the forms of a list in another order, given as their old indexes; those not listed come
   * last. Or moves the form at the path by one (`increment`, `decrement`).
   */
  sortForms(path: PathOr<NestedPath<F>>, order: readonly number[]): void;
  sortForms(path: PathOr<FormPath<F>>, step: 'increment' | 'decrement'): void;
  sortForms(path: PathInput, instruction: SortInstruction): void {
    const root = sorted(this.#root, stepsOf(path), instruction);
    if (root !== this.#root) this.#draft.change(root);
  }

  /** Another record in the place of the one that the form changes; what was typed stays. */
  setData(data: object): void {
    const { shape, type, key } = this.#root;
    const { forms } = nodeOf({ key, type, data }, shape, this.#source.resources);
    this.#draft.change({ ...this.#root, data: data as Fields, forms });
  }

  /** Shows an error that the application found; it stays until its field is changed. */
  addError(error: AddedFormError, { path = [] }: { readonly path?: PathInput } = {}): void {
    const place = formAt(this.#root, stepsOf(path));
    const complete = formError({
      ...{ code: 'invalid_changes', field: '_form', path: stepsOf(path) },
      ...error,
    } as ErrorDetail);
    const refused = [...place.node.refused, complete];
    const root = place.links.reduceRight<Node>(
      (below, { parent, name, index }) => ({
        ...parent,
        forms: { ...parent.forms, [name]: parent.forms[name]!.with(index, below) },
      }),
      { ...place.node, refused },
    );
    this.#draft.replace(root, { valid: false, errorsShown: true });
  }

  /**
   * Asks the resource about the params, which `params` replaces first. Resolves when all that was
   * typed until then has been validated. Rejects with a `TunezError` where the engine cannot say.
   */
  async validate(params?: ParamsOf<F>, options: ValidateOptions = {}): Promise<this> {
    const { target, errors = true } = options;
    if (params !== undefined) this.#draft.take(params, 'validate', options);
    if (target !== undefined) this.touch(target as never);
    this.#draft.tell({ errorsShown: errors });
    await this.#draft.check();
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
    if (this.state.submitting) return this.#failed(isSubmitting());
    const draft = this.#draft;
    if (options.params !== undefined) draft.take(options.params, 'submit', {});
    draft.tell({ submitting: true, submitError: undefined });
    try {
      await draft.arranged();
      const sent = draft.root;
      const answer = (await this.#source.request(
        submissionMessage(draft.now, options as never),
      )) as StateMessage | { readonly result: unknown };
      if (!('result' in answer)) return this.#failed(draft.refused(sent, answer));
      draft.ended({ valid: true });
      const data = this.type === 'destroy' ? undefined : answer.result;
      return { ok: true, data: data as F['result'], form: this };
    } catch (error) {
      if (!(error instanceof TunezError)) {
        draft.ended({});
        throw error;
      }
      draft.ended({ failures: this.state.failures + 1, submitError: error });
      return this.#failed(error);
    }
  }

  #failed(error: TunezError): Submission<F['result'], Form<F>> {
    return { ok: false, error, form: this };
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

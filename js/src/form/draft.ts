// What a form holds at one moment: its tree, its state, and the validation that keeps both true.
//
// 1. Params are what was typed; nothing but typing replaces them.
// 2. Validation is the engine's. One is under way at a time, and after it only the newest params are
//    validated; an answer is shown only if nothing was changed since it was asked for.
// 3. What a submission found besides (a name that is taken) stays until its field is changed.
// 4. Whoever subscribed hears of each change; what `state`, `field` and `forms` return is the same
//    object until something in it has changed.
import { isMap } from '../client/subject.ts';
import { errorFromMessage, type ErrorMessage, type TunezError } from '../wire/errors.ts';
import { transformed } from './errors.ts';
import { errorsByNode, formError, type StateMessage } from './message.ts';
import { type Fields, type FormError, type Node, nodeOf, withErrors, withTouched } from './node.ts';
import type { FormOptions, ParamsPhase, ValidateOptions } from './options.ts';
import { type FormSource, validationMessage } from './request.ts';
import { shapeOf } from './shape.ts';
import type { FormState } from './state.ts';
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

/** The tree and the state of a form. Whoever subscribed hears of each change. */
export class Draft {
  readonly #source: FormSource;
  readonly #options: FormOptions;
  readonly #listeners = new Set<() => void>();
  #root: Node;
  // Params of nested forms that were given as a whole, until the engine has arranged them.
  #given: Fields = nothing;
  #state: FormState;
  #validation: Promise<void> | undefined;
  #isStale = false;
  #added = 0;

  constructor(source: FormSource, options: FormOptions) {
    this.#source = source;
    this.#options = options;
    this.#root = this.#made(isMap(source.subject) ? source.subject : undefined);
    this.#state = this.#start;
  }

  get root(): Node {
    return this.#root;
  }

  get state(): FormState {
    return this.#state;
  }

  /** What new nested forms are made with. */
  get makers(): Makers {
    return { newKey: this.newKey, resources: this.#source.resources };
  }

  /** What messages are made of. */
  get now() {
    return {
      ...{ source: this.#source, options: this.#options },
      ...{ root: this.#root, given: this.#given },
    };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly newKey = (): string => `new-${++this.#added}`;

  /** Somebody has changed something. */
  change(root: Node, { validate = true, ...more }: Change = {}): void {
    this.#root = root;
    this.tell({ ...entered, errorsShown: true, ...more });
    if (validate) this.checkLater();
  }

  /** Another tree that says the same, but for what is told about it. */
  replace(root: Node, change: Partial<FormState>): void {
    this.#root = root;
    this.tell(change);
  }

  tell(change: Partial<FormState>): void {
    const state = { ...this.#state, ...change };
    this.#state = Object.freeze({ ...state, canSubmit: state.valid && !state.submitting });
    for (const listener of this.#listeners) listener();
  }

  /** Back to what it was when it was made, or to that for another record. */
  restart(data: object | undefined): void {
    this.#root = this.#made(data);
    this.#given = nothing;
    this.#state = this.#start;
    this.#isStale = true;
    this.tell({ validating: this.#validation !== undefined });
  }

  /** Params that were given as a whole. */
  take(given: Fields, phase: ParamsPhase, { onlyTouched }: ValidateOptions): void {
    const root = this.#root;
    let params = this.#options.prepareParams?.(given, phase) ?? given;
    if (onlyTouched === true)
      params = Object.fromEntries(
        Object.entries(params).filter(([name]) => root.touched.has(name)),
      );
    const { own, nested } = split(root, params);
    const touched = Object.keys(own).filter((name) => !Object.hasOwn(given, `_unused_${name}`));
    this.#root = withTouched({ ...root, params: own }, touched);
    this.#given = Object.keys(nested).length > 0 ? nested : nothing;
    this.#state = Object.freeze({ ...this.#state, ...entered });
  }

  /** Waits until params that were given as a whole are part of the tree. */
  async arranged(): Promise<void> {
    if (this.#given !== nothing) await this.check();
  }

  /**
   * Validates what there is now. All changes of one turn are one validation, and so are those made
   * while another is under way.
   */
  check(): Promise<void> {
    this.#isStale = true;
    return (this.#validation ??= this.#validateAll());
  }

  /** The same for whoever does not wait for it: a submission says what is wrong with it. */
  checkLater(): void {
    void this.check().catch(() => undefined);
  }

  /** A submission of the tree has come to an end. */
  ended(change: Partial<FormState>): void {
    this.tell({
      ...{ submitting: false, submittedOnce: true, justSubmitted: true, errorsShown: true },
      ...{ submissions: this.#state.submissions + 1, ...change },
    });
  }

  /** It was refused; what was found stays until its field is changed. */
  refused(sent: Node, answer: StateMessage): TunezError {
    const error = errorFromMessage(answer.failure as ErrorMessage);
    this.#root = withErrors(this.#root, 'refused', errorsByNode(sent, this.#shown(answer)));
    this.ended({ valid: false, failures: this.#state.failures + 1, submitError: error });
    this.checkLater();
    return error;
  }

  // A form that nobody has touched.
  #made(data: object | undefined): Node {
    const { resource, action, resources, type, fixed } = this.#source;
    const root = nodeOf({ key: '', type, data }, shapeOf(resource, action, resources), resources);
    return filled(root, { ...this.#options.params, ...fixed }, this.makers);
  }

  get #start(): FormState {
    return Object.freeze({ ...start, errorsShown: this.#options.errors === true });
  }

  async #validateAll(): Promise<void> {
    try {
      await Promise.resolve();
      this.tell({ validating: true });
      while (this.#isStale) {
        this.#isStale = false;
        await this.#validateOnce();
      }
    } finally {
      this.#validation = undefined;
      this.tell({ validating: false });
    }
  }

  async #validateOnce(): Promise<void> {
    const sent = this.#root;
    let answer: StateMessage;
    try {
      answer = (await this.#source.request(validationMessage(this.now))) as StateMessage;
    } catch (error) {
      // What cannot be validated now is validated by the submission, which says what is wrong.
      if (!this.#isStale) this.#root = withErrors(this.#root, 'errors', new Map());
      throw error;
    }
    if (this.#isStale) return;
    if (this.#given !== nothing) this.#adopt(answer.params);
    else this.#settle(sent, answer);
  }

  // What the engine has made of whole params. They are validated once more, as forms with their data.
  #adopt(answered: Fields | undefined): void {
    const params = { ...this.#given, ...answered };
    this.#given = nothing;
    this.#root = adopted(this.#root, params, this.makers);
    this.#isStale = true;
  }

  #settle(sent: Node, answer: StateMessage): void {
    const errors = this.#shown(answer);
    this.#root = withErrors(this.#root, 'errors', errorsByNode(sent, errors));
    this.#root = { ...this.#root, values: answer.values ?? {} };
    this.tell({ valid: answer.valid });
  }

  #shown(answer: StateMessage): readonly FormError[] {
    const errors = answer.errors.map(formError);
    const { shown, unhandled } = transformed(errors, answer.unhandled ?? [], this.#options);
    if (unhandled.length > 0 && this.#options.warnOnUnhandledErrors !== false)
      for (const { message } of unhandled)
        console.warn(`the form of ${this.#source.resource.name} does not show: ${message}`);
    return shown;
  }
}

interface Change extends Partial<FormState> {
  readonly validate?: boolean | undefined;
}

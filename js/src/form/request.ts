// The two messages of a form: docs/wire.md §9.
import { Changeset } from '../client/changeset.ts';
import { descriptionOf } from '../client/changeset_values.ts';
import { readMessage, writeMessage } from '../client/options.ts';
import { subjectMessage } from '../client/subject.ts';
import type { AnyResource } from '../definition/resource.ts';
import { toSnakeCase } from '../wire/names.ts';
import type { Request } from '../wire/transport.ts';
import { attributesOf, paramsOf } from './message.ts';
import type { Fields, FormType, Node } from './node.ts';
import type { FormOptions, ParamsPhase, SubmitOptions } from './options.ts';
import type { Resources } from './shape.ts';

/** What a form is made for. */
export interface FormSource {
  readonly request: (message: Request) => Promise<unknown>;
  readonly resources: Resources;
  readonly resource: AnyResource;
  readonly action: string;
  readonly type: FormType;
  /** The record, or its key. */
  readonly subject?: unknown;
  /** Inputs that whoever made the form has fixed. */
  readonly fixed: Fields;
  /** What is always loaded on the result. */
  readonly load?: readonly string[];
}

/** What a form is, where it is made and how. */
export interface Form {
  readonly source: FormSource;
  readonly options: FormOptions;
  readonly root: Node;
  /** Params of nested forms that were given as a whole, and are not yet part of the tree. */
  readonly given: Fields;
}

/** What the inputs of the form come to. */
export function sentParams({ source, options, root, given }: Form): Record<string, unknown> {
  return { ...paramsOf(root, options.excludeFieldsIfEmpty), ...given, ...source.fixed };
}

/** Asks what the resource says about the form. */
export function validationMessage(form: Form): Request {
  return { op: 'validate_form', ...common(form, 'validate'), ...callMessage(form, {}) };
}

/** Runs the form's action. */
export function submissionMessage(form: Form, submit: SubmitOptions<never>): Request {
  const { force, overrideParams, readOne, actionOptions } = submit;
  const call = callMessage(form, actionOptions ?? {});
  return {
    op: 'submit_form',
    ...common(form, 'submit'),
    ...(overrideParams && { params: overrideParams }),
    ...call,
    options: {
      ...call.options,
      ...(force === true && { force }),
      ...(readOne === true && { read_one: true }),
    },
  };
}

function common(form: Form, phase: ParamsPhase): object {
  const { resource, action, type, subject } = form.source;
  const params = sentParams(form);
  const operations = operationsBefore(form);
  return {
    resource: resource.name,
    action: toSnakeCase(action),
    ...((type === 'update' || type === 'destroy') && subjectMessage(resource, own(form, subject))),
    params: form.options.transformParams?.(params, phase) ?? params,
    ...(operations.length > 0 && { operations }),
  };
}

function operationsBefore({ source, options }: Form): readonly unknown[] {
  if (options.prepareSource === undefined) return [];
  return descriptionOf(options.prepareSource(Changeset.new(source.resource))).operations;
}

// What was loaded on the record is not sent.
function own({ root }: Form, subject: unknown): unknown {
  return root.data === undefined ? subject : attributesOf(root.data, root.shape);
}

const ofTheForm: readonly string[] = [
  ...['id', 'params', 'errors', 'excludeFieldsIfEmpty', 'prepareParams', 'transformParams'],
  ...['prepareSource', 'transformErrors', 'postProcessErrors', 'warnOnUnhandledErrors'],
];

// Of all options, those that the call takes.
function callMessage(
  { source, options }: Form,
  more: object,
): { readonly options: Fields; readonly query?: Fields } {
  const { resources, resource, type, load } = source;
  const given = Object.entries({ ...options, ...more }).filter(
    ([name]) => !ofTheForm.includes(name),
  );
  const call = Object.fromEntries(given);
  if (type === 'read') return readMessage(resources, resource, call, load);
  return { options: writeMessage(call, load) };
}

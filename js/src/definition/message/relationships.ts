// Relationships, and the fields that are derived through them.
import { snakeKeys, toSnakeCase } from '../../wire/names.ts';
import type { Aggregate, Calculation, CustomAggregate } from '../derived.ts';
import type { BelongsToOptions, Relationship } from '../relationship.ts';
import { expressionMessage } from './expressions.ts';
import { collect, type Message, present, type Register } from './parts.ts';
import { attributeMessage, typeMessage } from './types.ts';

/** A relationship; `required` is written as `allow_nil`. */
export function relationshipMessage({ kind, destination, options }: Relationship): Message {
  const { required, filter, sort, defaultSort, through, ...rest } = options as BelongsToOptions & {
    through?: string | readonly string[];
  };
  const message = snakeKeys(rest);
  for (const option of Object.keys(message))
    if (/attribute(_on_\w+_resource)?$/.test(option) && typeof message[option] === 'string')
      message[option] = toSnakeCase(message[option]);
  return present({
    kind,
    destination,
    ...message,
    ...(kind === 'belongs_to' && keySpelling(rest)),
    through: typeof through === 'object' ? through.map(toSnakeCase) : through,
    allow_nil: required === undefined ? undefined : !required,
    filter: filter && expressionMessage(filter.node),
    sort: sort && sortMessage(sort),
    default_sort: defaultSort && sortMessage(defaultSort),
  });
}

// Records hold the key attribute under this key; without the option it follows from the name.
function keySpelling(options: BelongsToOptions): Message {
  return options.sourceAttribute === undefined ? {} : { attribute_key: options.sourceAttribute };
}

function sortMessage(sort: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(sort).map(([field, direction]) => [
    toSnakeCase(field),
    toSnakeCase(direction),
  ]);
}

/** An aggregate. */
export function aggregateMessage(aggregate: Aggregate, register: Register): Message {
  const { kind, path, field, options } = aggregate;
  return present({
    ...(kind === 'custom' && implementationMessage(aggregate as CustomAggregate, register)),
    kind,
    path: path.map(toSnakeCase),
    field: field === undefined ? undefined : toSnakeCase(field),
    filter: options.filter && expressionMessage(options.filter.node),
    sort: options.sort && sortMessage(options.sort),
    default: options.default,
    uniq: options.uniq,
    include_nil: options.includeNil,
    public: options.public,
    description: options.description,
  });
}

/** A calculation. */
export function calculationMessage(calculation: Calculation, register: Register): Message {
  const { type, constraints } = calculation.type;
  return present({
    ...typeMessage(type, constraints, register),
    expression: calculation.expression && expressionMessage(calculation.expression.node),
    calculate: calculation.calculate && { callback: register(calculation.calculate) },
    load: calculation.options.load && loadNames(calculation.options.load),
    strict_loads: calculation.options.strictLoads,
    arguments: collect(calculation.arguments, (one) => attributeMessage(one.definition, register)),
    public: calculation.options.public,
    description: calculation.options.description,
  });
}

function implementationMessage(aggregate: CustomAggregate, register: Register): Message {
  const { type, constraints } = aggregate.type;
  return {
    ...typeMessage(type, constraints, register),
    implementation: { callback: register(aggregate.implementation) },
  };
}

// Names of fields; what stands below a relationship is understood as it is.
function loadNames(load: readonly string[] | Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(load)) return load.map((name: string) => toSnakeCase(name));
  return Object.fromEntries(
    Object.entries(load).map(([name, nested]) => [toSnakeCase(name), nested]),
  );
}

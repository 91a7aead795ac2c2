// The definition message of docs/wire.md §3, made from frozen data. Nothing is interpreted here: names
// are respelled, functions become callback ids, and what was not said is left for the core to complete.
import { snakeKeys, toSnakeCase } from '../../wire/names.ts';
import type { ActionsInput, AnyAction } from '../action.ts';
import type { AnyDomain, InterfaceFunction } from '../domain.ts';
import { embeddedIn } from '../embedded.ts';
import { Change, Preparation, Validation } from '../entry.ts';
import type { AnyResource, Identity } from '../resource.ts';
import { acceptMessage, actionMessage, defaultMessage } from './actions.ts';
import { entryMessage } from './entries.ts';
import { expressionMessage } from './expressions.ts';
import {
  at,
  collect,
  listOf,
  type Message,
  named,
  orInvalid,
  present,
  type Register,
} from './parts.ts';
import { aggregateMessage, calculationMessage, relationshipMessage } from './relationships.ts';
import { attributeMessage } from './types.ts';

/**
 * The message for `define`. Domains that others use are included, each once. Throws `invalid_definition`
 * for what no message can be made of; everything else is judged by the core.
 */
export function definitionMessage(domains: readonly AnyDomain[], register: Register): Message {
  const all = withUsed(domains);
  // Embedded resources come with the first domain that needs them, unless one lists them.
  const known = new Set(all.flatMap((domain) => Object.values(domain.resources)));
  return orInvalid(() => ({
    domains: all.map((domain) => {
      const listed = Object.values(domain.resources);
      const embedded = embeddedIn(listed).filter((resource) => !known.has(resource));
      embedded.forEach((resource) => known.add(resource));
      return domainMessage(domain, [...listed, ...embedded], register);
    }),
  }));
}

/** The domains and those that they use, each once. */
export function withUsed(domains: readonly AnyDomain[]): AnyDomain[] {
  const all = new Set<AnyDomain>();
  const visit = (domain: AnyDomain): void => {
    if (all.has(domain)) return;
    all.add(domain);
    domain.uses.forEach(visit);
  };
  domains.forEach(visit);
  return [...all];
}

function domainMessage(
  domain: AnyDomain,
  resources: readonly AnyResource[],
  register: Register,
): Message {
  return present({
    name: domain.name,
    description: domain.description,
    resources: resources.map((resource) =>
      at(resource.name, () => resourceMessage(resource, register)),
    ),
    interface: Object.entries(domain.interface).map(([key, entry]) => interfaceMessage(key, entry)),
  });
}

function interfaceMessage(key: string, entry: InterfaceFunction): Message {
  const options = entry.options as {
    args?: readonly string[];
    get?: boolean;
    getBy?: string | readonly string[];
    excludeInputs?: readonly string[];
  };
  return present({
    ...named(key),
    resource: entry.resource.name,
    action: toSnakeCase(entry.action),
    args: options.args?.map(toSnakeCase),
    get: options.get,
    get_by: options.getBy === undefined ? undefined : listOf(options.getBy).map(toSnakeCase),
    exclude_inputs: options.excludeInputs?.map(toSnakeCase),
  });
}

/** The message of one resource. */
export function resourceMessage(resource: AnyResource, register: Register): Message {
  const { definition } = resource;
  const { defaults, defaultAccept, ...actions } = (definition.actions ?? {}) as ActionsInput<
    string,
    object
  >;
  return present({
    name: resource.name,
    description: definition.description,
    table: definition.table,
    embedded: definition.embedded,
    embed_nil_values: definition.embedNilValues,
    require_primary_key: definition.requirePrimaryKey,
    attributes: collect(definition.attributes, (one) => attributeMessage(one.definition, register)),
    relationships: collect(definition.relationships, relationshipMessage),
    aggregates: collect(definition.aggregates, (one) => aggregateMessage(one, register)),
    calculations: collect(definition.calculations, (one) => calculationMessage(one, register)),
    identities: collect(definition.identities, identityMessage)?.map(withoutKey),
    custom_indexes: definition.customIndexes?.map((index) =>
      present({
        ...index,
        fields: index.fields.map(toSnakeCase),
        where: index.where && expressionMessage(index.where.node),
      }),
    ),
    full_text: collect(definition.fullText, (index) =>
      present({ ...index, fields: index.fields.map(toSnakeCase) }),
    ),
    multitenancy: definition.multitenancy && multitenancyMessage(definition.multitenancy, register),
    defaults: defaults?.map(defaultMessage),
    default_accept: defaultAccept && acceptMessage(defaultAccept),
    actions: collect(actions as Record<string, AnyAction>, (one) => actionMessage(one, register)),
    validations: definition.validations?.map((entry) => entryMessage(Validation, entry, register)),
    changes: definition.changes?.map((entry) => entryMessage(Change, entry, register)),
    preparations: definition.preparations?.map((entry) =>
      entryMessage(Preparation, entry, register),
    ),
  });
}

// Nobody meets the names of identities outside of definitions.
function withoutKey(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'key'));
}

function identityMessage(identity: Identity): Message {
  const { keys, fieldNames, where, ...rest } = identity;
  return present({
    ...snakeKeys(rest),
    keys: keys.map(toSnakeCase),
    field_names: fieldNames?.map(toSnakeCase),
    where: where && expressionMessage(where.node),
  });
}

function multitenancyMessage(
  multitenancy: NonNullable<AnyResource['definition']['multitenancy']>,
  register: Register,
): Message {
  const { strategy, attribute, global, parseAttribute } = multitenancy;
  return present({
    strategy,
    attribute: toSnakeCase(attribute),
    global,
    parse_attribute: parseAttribute && { callback: register(parseAttribute) },
  });
}

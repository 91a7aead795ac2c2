// Records as Node's console prints them, without what is sensitive. They stay plain objects that hold
// what they hold: only those of resources with sensitive fields get a method, which nothing else sees.
import { embeddedIn, embeddedResource } from '../definition/embedded.ts';
import { withUsed } from '../definition/message/definition.ts';
import type { AnyDomain } from '../definition/domain.ts';
import type { AnyResource } from '../definition/resource.ts';
import { inspectCustom } from '../wire/inspection.ts';
import type { Answer, Request, Transport } from '../wire/transport.ts';

type Fields = Readonly<Record<string, unknown>>;
type Inspect = (value: unknown, options: object) => string;

/** What is to be known of a resource: which fields to hide, and where other records are inside. */
interface Marked {
  readonly sensitive: readonly string[];
  readonly inside: readonly (readonly [field: string, resource: string])[];
}

/** The transport, whose answers hide what is sensitive from the console. */
export function withSensitiveRecords(
  transport: Transport,
  domains: readonly AnyDomain[],
): Transport {
  const resources = markedResources(domains);
  if (resources === undefined) return transport;
  const mark = (request: Request, answer: Answer): Answer => {
    const { resource } = (request['changeset'] ?? request) as { resource?: string };
    if (resource !== undefined) markAll(resources, resource, answer.ok);
    return answer;
  };
  return {
    ...bound(transport),
    request: (message) => {
      const answer = transport.request(message);
      return answer instanceof Promise
        ? answer.then((given) => mark(message, given))
        : mark(message, answer);
    },
    prepare: (message) => {
      const repeat = transport.prepare?.(message) ?? null;
      return repeat && ((values) => mark(message, repeat(values)));
    },
  };
}

// Undefined where nothing is sensitive, and nothing has to be done.
function markedResources(domains: readonly AnyDomain[]): Map<string, Marked> | undefined {
  const listed = withUsed(domains).flatMap((domain) => Object.values(domain.resources));
  const all = [...listed, ...embeddedIn(listed)].map((one) => [one.name, markedOf(one)] as const);
  return all.some(([, { sensitive }]) => sensitive.length > 0) ? new Map(all) : undefined;
}

function markedOf({ definition }: AnyResource): Marked {
  const attributes = Object.entries(definition.attributes ?? {});
  const sensitive = attributes.flatMap(([name, one]) =>
    one.definition.sensitive === true ? [name] : [],
  );
  const embedded = attributes.flatMap(([name, one]) => {
    const resource = embeddedResource(one.definition.type);
    return resource === undefined ? [] : [[name, resource.name] as const];
  });
  const related = Object.entries(definition.relationships ?? {}).map(
    ([name, { destination }]) => [name, destination] as const,
  );
  return { sensitive, inside: [...embedded, ...related] };
}

// A record, a list of them, a page, or what a bulk call answers.
function markAll(resources: ReadonlyMap<string, Marked>, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) markAll(resources, name, one);
    return;
  }
  const { sensitive, inside } = resources.get(name) ?? { sensitive: [], inside: [] };
  const fields = value as Fields;
  for (const list of ['results', 'records'])
    if (Array.isArray(fields[list])) markAll(resources, name, fields[list]);
  for (const [field, resource] of inside)
    if (Object.hasOwn(fields, field)) markAll(resources, resource, fields[field]);
  if (sensitive.some((field) => Object.hasOwn(fields, field)))
    Object.defineProperty(value, inspectCustom, {
      value: (_depth: number, options: object, inspect: Inspect) =>
        inspect(redacted(fields, sensitive), options),
    });
}

function redacted(fields: Fields, sensitive: readonly string[]): Fields {
  const hidden = sensitive.filter((field) => (fields[field] ?? null) !== null);
  return { ...fields, ...Object.fromEntries(hidden.map((field) => [field, '**redacted**'])) };
}

// What stands on its class is not spread.
function bound(transport: Transport): Transport {
  return {
    request: (message) => transport.request(message),
    ...(transport.control && {
      control: (request, bytes) => transport.control!(request, bytes),
    }),
    ...(transport.status && { status: () => transport.status!() }),
    ...(transport.subscribe && { subscribe: (listener) => transport.subscribe!(listener) }),
    close: () => transport.close(),
  };
}

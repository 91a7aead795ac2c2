// Definitions as people read them: what there is, without the functions and values that are in it.
import { inspectCustom } from '../wire/inspection.ts';
import { actionNames } from './actions.ts';
import type { Attributes, AnyResource } from './resource.ts';
import type { AnyDomain } from './domain.ts';
import type { TypeReference } from './attribute.ts';

/** The data, frozen, with `print` for all that shows it: a console, a text, JSON. */
export function printed<Data extends object>(data: Data, print: (data: Data) => string): Data {
  const show = (): string => print(data);
  const shown = { toString: show, toJSON: show, [inspectCustom]: show };
  return Object.freeze(Object.assign(Object.create(shown) as Data, data));
}

/** `#Resource<Artist, attributes: [id: uuid, name: string], relationships: [], actions: [create]>` */
export function printResource(resource: AnyResource): string {
  const { name, definition } = resource;
  const { attributes, relationships } = definition;
  const relations = Object.entries(relationships ?? {}).map(
    ([key, { destination }]) => `${key}: ${destination}`,
  );
  return `#Resource<${name}, ${partsOf({
    attributes: typed(attributes ?? {}),
    relationships: relations,
    actions: actionNames(resource),
  })}>`;
}

/** `#Domain<Music, resources: [Artist], interface: [createArtist]>` */
export function printDomain(domain: AnyDomain): string {
  const parts = {
    resources: Object.keys(domain.resources),
    interface: Object.keys(domain.interface),
  };
  return `#Domain<${domain.name}, ${partsOf(parts)}>`;
}

function partsOf(parts: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(parts)
    .map(([name, items]) => `${name}: [${items.join(', ')}]`)
    .join(', ');
}

function typed(attributes: Attributes): string[] {
  return Object.entries(attributes).map(
    ([key, { definition }]) =>
      `${key}: ${typeName(definition.type)}${definition.sensitive === true ? ' (sensitive)' : ''}`,
  );
}

function typeName(type: TypeReference): string {
  if (typeof type === 'string') return type;
  if ('array' in type) return `array of ${typeName(type.array)}`;
  return 'enum' in type ? 'enum' : 'embedded' in type ? type.embedded : type.new_type;
}

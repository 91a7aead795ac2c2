// `tunez new resource`: a file to begin with.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { t } from '../definition/t.ts';
import { toCamelCase, toSnakeCase } from '../wire/names.ts';
import { Problem } from './problem.ts';

// Types that need nothing but their name.
const simpleTypes = Object.keys(t).filter(
  (name) => !/^(array|enum|map|struct|keyword|tuple|union|.*[tT]imestamps?)$/.test(name),
);

/** Writes `<directory>/<name>.ts`. Refuses to replace a file. */
export function newResource(
  name: string,
  attributes: readonly string[],
  options: { readonly directory: string },
): void {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
    throw new Problem(
      `${name} is no name for a resource; begin with a capital letter, as in Artist`,
    );
  const lines = attributes.map(attributeLine);
  const names = attributes.map((attribute) => keyOf(attribute));
  const file = join(options.directory, `${toSnakeCase(name)}.ts`);
  if (existsSync(file)) throw new Problem(`${file} exists already`);
  mkdirSync(options.directory, { recursive: true });
  writeFileSync(file, resourceFile(name, lines, names));
  console.log(`Wrote ${file}`);
  console.log(
    `Add ${name} to the resources of a domain, then run \`tunez codegen create_${toSnakeCase(name)}\`.`,
  );
}

function keyOf(attribute: string): string {
  return toCamelCase(attribute.split(':')[0]!);
}

function attributeLine(attribute: string): string {
  const match = /^([a-z][A-Za-z0-9_]*):([a-z][A-Za-z0-9_]*)(!?)$/.exec(attribute);
  if (match === null)
    throw new Problem(
      `${attribute} is no attribute; write name:type, or name:type! where it is required`,
    );
  const type = toCamelCase(match[2]!);
  if (!simpleTypes.includes(type))
    throw new Problem(`there is no type ${match[2]!}; there are ${simpleTypes.join(', ')}`);
  return `    ${keyOf(attribute)}: t.${type}()${match[3] === '!' ? '.required()' : ''}.public(),`;
}

function resourceFile(name: string, lines: readonly string[], names: readonly string[]): string {
  return [
    "import { resource, t } from 'tunez';",
    '',
    `export const ${name} = resource('${name}', {`,
    '  attributes: {',
    '    id: t.uuid().primaryKey(),',
    ...lines,
    '    ...t.timestamps(),',
    '  },',
    '  actions: {',
    "    defaults: ['create', 'read', 'update', 'destroy'],",
    `    defaultAccept: [${names.map((key) => `'${key}'`).join(', ')}],`,
    '  },',
    '});',
    '',
  ].join('\n');
}

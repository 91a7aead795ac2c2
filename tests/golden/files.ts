// The golden files of a folder, and which module runs each.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoldenFile } from './case.ts';
import { bulk } from './files/bulk.ts';
import { casting } from './files/casting.ts';
import { changesets } from './files/changesets.ts';
import { embedded } from './files/embedded.ts';
import { expressions } from './files/expressions.ts';
import { lifecycle } from './files/lifecycle.ts';
import { manageRelationship } from './files/manage_relationship.ts';
import { policies } from './files/policies.ts';
import { queries } from './files/queries.ts';
import { validations } from './files/validations.ts';
import { isMap, isText, type Json, type JsonMap } from './json.ts';

export const modules: Readonly<Record<string, GoldenFile>> = {
  'bulk.json': bulk,
  'casting.json': casting,
  'changesets.json': changesets,
  'embedded.json': embedded,
  'expressions.json': expressions,
  'lifecycle.json': lifecycle,
  'manage_relationship.json': manageRelationship,
  'policies.json': policies,
  'queries.json': queries,
  'validations.json': validations,
};

/** What is wrong with the folder or a file in it, in a sentence. */
export class GoldenProblem extends Error {}

export interface ReadFile {
  name: string;
  content: JsonMap;
}

export function readFiles(folder: string, only?: string): ReadFile[] {
  const names = filesIn(folder).filter((name) => only === undefined || name === only);
  if (names.length === 0) throw new GoldenProblem(`There is no golden file in ${folder}.`);
  return names.map((name) => ({ name, content: readFile(folder, name) }));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (cause) {
    throw new GoldenProblem(`${folder} cannot be read: ${String(cause)}`);
  }
}

function readFile(folder: string, name: string): JsonMap {
  if (!(name in modules))
    throw new GoldenProblem(
      `${name} is not a golden file that is known here; known are ${Object.keys(modules).join(', ')}.`,
    );
  let content: Json;
  try {
    content = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json;
  } catch (cause) {
    throw new GoldenProblem(`${name} is not JSON: ${String(cause)}`);
  }
  if (!isMap(content) || !Array.isArray(content.cases))
    throw new GoldenProblem(`${name} has no list of "cases".`);
  for (const testCase of content.cases)
    if (!isMap(testCase) || !isText(testCase.id))
      throw new GoldenProblem(`${name} has a case without an "id".`);
  return content;
}

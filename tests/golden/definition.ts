// The resources of a golden file as a definition message (docs/wire.md §3), holding no more than one case needs: a part
// that is not built yet is then in the way of the cases that use it, and of no others.
import {
  isMap,
  isText,
  type Json,
  type JsonMap,
  listAt,
  mapAt,
  mapValues,
  namesIn,
  without,
} from './json.ts';
import { toWire } from './values.ts';

/** What the golden files' own entries and defaults become. */
export interface Probes {
  /** The entry for a probe (`log`, `hooks`, …); undefined for the library's own entries. */
  entry?(kind: 'change' | 'validation', entry: JsonMap): JsonMap | undefined;
  /** The default for `{"fn":"tick"}`. */
  tick?(attribute: string): JsonMap;
}

export interface Wanted {
  /** The actions that the case runs, per resource; `defaults` and primary actions are always there. */
  actions: Readonly<Record<string, readonly string[]>>;
  /** What names the calculations, aggregates and relationships that are needed; undefined: all of them. */
  mentions?: Json;
  probes?: Probes;
  /** Whether actions run in transactions. */
  transactions?: boolean;
}

/** The name of the create action by which rows are stored as they are. */
export const seedAction = 'golden_seed';

export function definition(resources: JsonMap, wanted: Wanted): JsonMap {
  const needed = wanted.mentions === undefined ? undefined : closure(resources, wanted.mentions);
  const roots = new Set(Object.keys(wanted.actions));
  const names = reachable(resources, roots, needed);
  return {
    domains: [
      {
        name: 'Golden',
        resources: [...names].map((name) => resource(name, mapAt(resources, name), wanted, needed)),
      },
    ],
  };
}

/** All names that the mentioned parts mention in turn. */
function closure(resources: JsonMap, mentions: Json): Set<string> {
  const found = namesIn(mentions);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const declared of Object.values(resources).filter(isMap))
      for (const part of ['calculations', 'aggregates', 'relationships'])
        for (const [name, body] of Object.entries(mapAt(declared, part)))
          if (found.has(name)) namesIn(body, found);
  }
  return found;
}

function reachable(resources: JsonMap, roots: Set<string>, needed?: Set<string>): Set<string> {
  const found = new Set(roots);
  for (const name of found) {
    const declared = mapAt(resources, name);
    for (const relationship of Object.values(relationshipsOf(declared, needed)).filter(isMap))
      for (const key of ['destination', 'through'])
        if (isText(relationship[key])) found.add(relationship[key]);
    for (const embedded of namesIn(mapAt(declared, 'attributes')))
      if (embedded in resources) found.add(embedded);
    for (const mentioned of needed ?? []) if (mentioned in resources) found.add(mentioned);
  }
  return found;
}

function relationshipsOf(declared: JsonMap, needed?: Set<string>): JsonMap {
  return Object.fromEntries(
    Object.entries(mapAt(declared, 'relationships')).filter(
      ([name, body]) =>
        needed === undefined ||
        needed.has(name) ||
        (isMap(body) &&
          (body.kind === 'belongs_to' ||
            (isText(body.join_relationship) && needed.has(body.join_relationship)))),
    ),
  );
}

function resource(name: string, declared: JsonMap, wanted: Wanted, needed?: Set<string>): JsonMap {
  const probes = wanted.probes ?? {};
  const mentioned = (part: string) =>
    Object.fromEntries(
      Object.entries(mapAt(declared, part)).filter(([key]) => needed?.has(key) ?? true),
    );
  const result: JsonMap = {
    ...without(
      declared,
      'attributes',
      'relationships',
      'actions',
      'identities',
      'calculations',
      'aggregates',
      'notifiers',
      'changes',
      'validations',
    ),
    name,
    attributes: mapValues(mapAt(declared, 'attributes'), (body, key) =>
      attribute(key, body, probes),
    ),
    relationships: mapValues(relationshipsOf(declared, needed), (body) => ({
      public: true,
      ...(toWire(body) as JsonMap),
    })),
    identities: mapValues(mapAt(declared, 'identities'), (body) => ({
      // Those of an embedded resource are checked within its list.
      ...(declared.embedded !== true && { pre_check: true }),
      ...(toWire(body) as JsonMap),
    })),
    actions: actions(name, declared, wanted),
  };
  for (const part of ['calculations', 'aggregates']) {
    const parts = mentioned(part);
    if (Object.keys(parts).length > 0)
      result[part] = mapValues(parts, (body) => ({ public: true, ...(toWire(body) as JsonMap) }));
  }
  for (const [part, kind] of [
    ['changes', 'change'],
    ['validations', 'validation'],
  ] as const)
    if (declared[part] !== undefined)
      result[part] = listAt(declared, part).map((entry) => translateEntry(kind, entry, probes));
  return result;
}

function attribute(name: string, body: Json, probes: Probes): Json {
  if (!isMap(body)) return body;
  const result: JsonMap = {
    public: true,
    ...(toWire(without(body, 'default', 'update_default')) as JsonMap),
  };
  for (const key of ['default', 'update_default'])
    if (key in body) result[key] = defaultOf(name, body[key] ?? null, probes);
  return result;
}

function defaultOf(name: string, value: Json, probes: Probes): Json {
  if (isMap(value) && value.fn === 'tick' && probes.tick !== undefined) return probes.tick(name);
  if (isMap(value) && isText(value.fn)) return value;
  return { value: toWire(value) };
}

function actions(name: string, declared: JsonMap, wanted: Wanted): JsonMap {
  const chosen = wanted.actions[name] ?? [];
  const kept = Object.entries(mapAt(declared, 'actions')).filter(
    ([key, body]) => chosen.includes(key) || (isMap(body) && body.primary === true),
  );
  const result: JsonMap = Object.fromEntries(
    kept.map(([key, body]) => [key, isMap(body) ? action(body, wanted) : body]),
  );
  if (declared.embedded !== true)
    result[seedAction] = { type: 'create', accept: [], skip_global_validations: true };
  return result;
}

function action(body: JsonMap, wanted: Wanted): JsonMap {
  const probes = wanted.probes ?? {};
  const result: JsonMap = {
    ...(toWire(without(body, 'arguments', 'changes', 'validations', 'steps')) as JsonMap),
    arguments: mapValues(mapAt(body, 'arguments'), (argument, key) =>
      attribute(key, argument, probes),
    ),
  };
  if (body.type === 'update' || body.type === 'destroy') result.require_atomic = false;
  if (wanted.transactions === false) result.transaction = false;
  for (const [part, kind] of [
    ['changes', 'change'],
    ['validations', 'validation'],
  ] as const)
    if (body[part] !== undefined)
      result[part] = listAt(body, part).map((entry) => translateEntry(kind, entry, probes));
  if (body.steps !== undefined)
    result.steps = listAt(body, 'steps').map((step) =>
      isMap(step)
        ? mapValues(step, (entry, key) =>
            translateEntry(key === 'change' ? 'change' : 'validation', entry, probes),
          )
        : step,
    );
  return result;
}

function translateEntry(kind: 'change' | 'validation', entry: Json, probes: Probes): Json {
  if (!isMap(entry)) return entry;
  const conditions: JsonMap = Array.isArray(entry.where)
    ? { where: entry.where.map((condition) => translateEntry('validation', condition, probes)) }
    : {};
  const probe = probes.entry?.(kind, entry);
  const translated = probe ?? (toWire(without(entry, 'where')) as JsonMap);
  return { ...translated, ...conditions };
}

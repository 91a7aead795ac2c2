// A load whose every state is known: write number n does the same wherever it is run, and what the
// database then has can be compared with what it has to have. Each write is an action that changes
// several rows of two tables, so one that is there by halves shows.
import { belongsTo, domain, hasMany, open, resource, t } from 'tunez';
import { manageRelationship } from 'tunez/changes';
import { randomOf } from './random.mjs';

// More pages than this are not kept: a state is compared after each kill.
const mostPages = 24;

const lines = manageRelationship('lines', { type: 'direct_control' });

export const Page = resource('Page', {
  attributes: {
    number: t.integer().primaryKey().writable().public(),
    text: t.string({ trim: false }).required().public(),
  },
  relationships: {
    lines: hasMany('Line', { sourceAttribute: 'number', destinationAttribute: 'pageNumber' }),
  },
  actions: {
    defaults: ['read', 'destroy'],
    create: {
      type: 'create',
      primary: true,
      accept: ['number', 'text'],
      arguments: { lines: t.array(t.map()).required() },
      changes: [lines],
    },
    rewrite: {
      type: 'update',
      accept: ['text'],
      arguments: { lines: t.array(t.map()).required() },
      changes: [lines],
      requireAtomic: false,
    },
  },
});
export const Line = resource('Line', {
  attributes: {
    id: t.uuid().primaryKey(),
    position: t.integer().required().public(),
    text: t.string({ trim: false }).required().public(),
  },
  relationships: {
    page: belongsTo('Page', {
      required: true,
      onDelete: 'delete',
      sourceAttribute: 'pageNumber',
      destinationAttribute: 'number',
      attributeType: 'integer',
    }),
  },
  actions: {
    defaults: ['create', 'read', 'update', 'destroy'],
    defaultAccept: ['position', 'text'],
  },
});
export const Ledger = domain('Ledger', { resources: { Page, Line } });

/** One migration, which makes the tables. */
export async function migrationsOf(...domains) {
  const tunez = await open({ domains, storage: ':memory:' });
  const { up, down } = await tunez.request({ op: 'diff', from: {}, options: {} });
  await tunez.close();
  return [{ version: '20260101000000', name: 'tables', up, down }];
}

/** What the database has to hold after so many writes: pages by number, each a list of texts. */
export class Model {
  written = 0;
  pages = new Map();

  copy() {
    const copy = new Model();
    copy.written = this.written;
    copy.pages = new Map(this.pages);
    return copy;
  }

  /** As if the next write had been carried out. */
  advance() {
    const write = writeOf(this);
    if (write.kind === 'destroy') this.pages.delete(write.number);
    else this.pages.set(write.number, write.texts);
    this.written++;
  }

  toString() {
    const pages = [...this.pages].sort(([a], [b]) => a - b);
    return JSON.stringify(pages);
  }
}

/** The next write to a database in a state. */
export function writeOf(model) {
  const number = model.written;
  const random = randomOf(number * 2_654_435_761);
  const texts = Array.from(
    { length: 1 + Math.floor(random() * 5) },
    (_, at) => `${number}.${at} ${'x'.repeat(Math.floor(random() ** 8 * 20_000))}`,
  );
  const known = [...model.pages.keys()].sort((a, b) => a - b);
  const chosen = known[Math.floor(random() * known.length)];
  const choice = random();
  if (known.length >= mostPages || (chosen !== undefined && choice < 0.15))
    return { kind: 'destroy', number: chosen };
  if (chosen !== undefined && choice < 0.5) return { kind: 'rewrite', number: chosen, texts };
  return { kind: 'create', number, texts };
}

/** Carries it out. */
export async function carryOut(tunez, { kind, number, texts }) {
  if (kind === 'create') return tunez.create(Page, 'create', { number, ...contents(texts) });
  // By its key, so that nothing is between a write and the one that is sent after it.
  if (kind === 'destroy') return tunez.destroy(Page, number, 'destroy');
  return tunez.update(Page, number, 'rewrite', contents(texts));
}

function contents([text, ...rest]) {
  return { text, lines: rest.map((line, position) => ({ position, text: line })) };
}

/** What a database holds, as `Model.toString` says it. */
export async function stateOf(tunez) {
  const pages = await tunez.read(
    Page,
    'read',
    {},
    { load: { lines: { sort: { position: 'asc' } } } },
  );
  const stray = await tunez.aggregate(Line, 'count');
  const model = new Model();
  for (const page of pages)
    model.pages.set(page.number, [page.text, ...page.lines.map(({ text }) => text)]);
  const lines = pages.reduce((sum, page) => sum + page.lines.length, 0);
  return lines === stray ? model.toString() : `${stray} lines, of which ${lines} belong to a page`;
}

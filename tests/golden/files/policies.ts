import type { GoldenFile } from '../case.ts';
import { differs } from '../case.ts';
import { isMap, isText, type Json, type JsonMap, listAt, mapAt, textAt, without } from '../json.ts';
import { same, sameUnordered, toWire } from '../values.ts';
import { type Answer, Unsupported, World, Worlds } from '../world.ts';

export const policies: GoldenFile = (file) => {
  const worlds = new Worlds();
  return async (testCase) => {
    const set = textAt(testCase, 'policy_set');
    const on = isText(testCase.on) ? testCase.on : 'Post';
    const world = await worlds.get(`${set}.${on}`, () =>
      World.of(guarded(file, set, on), () => ({
        actions: { Post: Object.keys(mapAt(mapAt(mapAt(file, 'resources'), 'Post'), 'actions')) },
      })),
    );
    const actor = isText(testCase.actor)
      ? toWire(mapAt(mapAt(file, 'actors'), testCase.actor))
      : null;
    return world.fresh(() => {
      seed(world, file);
      return new Questions(world, file, actor).judge(mapAt(testCase, 'expect'), testCase);
    });
  };
};

function guarded(file: JsonMap, set: string, on: string): JsonMap {
  const resources = mapAt(file, 'resources');
  const added = toWire(mapAt(mapAt(file, 'policy_sets'), set)) as JsonMap;
  return { ...resources, [on]: { ...mapAt(resources, on), ...added } };
}

function seed(world: World, file: JsonMap): void {
  for (const actor of Object.values(mapAt(file, 'actors')))
    if (isMap(actor)) world.seed('User', actor);
  for (const post of listAt(file, 'posts').filter(isMap)) world.seed('Post', post);
  for (const comment of listAt(file, 'comments').filter(isMap)) world.seed('Comment', comment);
}

/** The things that an actor is let do, by the name that a case has for each. */
class Questions {
  constructor(
    readonly world: World,
    readonly file: JsonMap,
    readonly actor: Json,
  ) {}

  judge(expected: JsonMap, testCase: JsonMap): string | undefined {
    for (const [name, wanted] of Object.entries(expected)) {
      const actual = this.#answer(name, testCase);
      const passes =
        Array.isArray(wanted) && Array.isArray(actual)
          ? sameUnordered(wanted, actual)
          : same(wanted, actual);
      if (!passes) return differs(name, wanted, actual);
    }
    return undefined;
  }

  #answer(name: string, testCase: JsonMap): Json {
    if (testCase.action !== undefined) throw new Unsupported('questions asked in advance');
    switch (name) {
      case 'read':
        return this.#read('read');
      case 'read_published_only':
        return this.#read('published_only');
      case 'get':
        return this.#each(['p1', 'p4'], (id) => this.#get(id));
      case 'create':
        return this.#creates();
      case 'update_title':
        return this.#write('update', 'update', { title: 'New' });
      case 'update_score':
        return this.#write('update', 'update', { score: 7 });
      case 'publish':
        return this.#write('update', 'publish', {});
      case 'destroy':
        return this.#write('destroy', 'destroy', {});
      case 'purge':
        return this.#write('destroy', 'purge', {});
      default:
        throw new Unsupported(`the question ${name} is not part of the wire yet`);
    }
  }

  #read(action: string): Json {
    const answer = this.#ask('read', { resource: 'Post', action });
    return answer.error === undefined
      ? (answer.ok as JsonMap[]).map((record) => record.id ?? null)
      : outcome(answer);
  }

  #get(id: string): Json {
    return outcome(this.#ask('get', { resource: 'Post', by: { id } }));
  }

  #creates(): Json {
    const inputs: JsonMap = {
      plain: { title: 'T' },
      own: {
        title: 'T',
        owner_id: isMap(this.actor) ? (this.actor.id ?? null) : null,
        team: 'red',
      },
      published: { title: 'T', owner_id: 'u1', published: true, score: 9 },
    };
    return collapsed(
      Object.fromEntries(
        Object.entries(inputs).map(([name, input]) => [
          name,
          outcome(
            this.#ask('create', {
              resource: 'Post',
              action: 'create',
              input: { id: `new_${name}`, ...(input as JsonMap) },
            }),
          ),
        ]),
      ),
    );
  }

  #write(op: string, action: string, input: JsonMap): Json {
    const ids = listAt(this.file, 'posts')
      .filter(isMap)
      .map((post) => textAt(post, 'id'));
    return this.#each(ids, (id) => {
      const record = this.world.record('Post', id);
      const answer = this.#ask(op, { resource: 'Post', action, record, input });
      this.#restore(id, answer);
      return outcome(answer);
    });
  }

  /** Each outcome is from the row as it was. */
  #restore(id: string, answer: Answer): void {
    if (answer.error !== undefined) return;
    const row =
      listAt(this.file, 'posts')
        .filter(isMap)
        .find((post) => post.id === id) ?? {};
    const left = this.world.records('Post', { filter: { id } });
    if (left[0] !== undefined)
      this.world.ok('destroy', {
        resource: 'Post',
        record: left[0],
        options: { authorize: false },
      });
    this.world.seed('Post', without(row));
  }

  #each(ids: readonly string[], ask: (id: string) => Json): Json {
    return collapsed(Object.fromEntries(ids.map((id) => [id, ask(id)])));
  }

  #ask(op: string, message: JsonMap): Answer {
    return this.world.request(op, { ...message, options: { actor: this.actor, authorize: true } });
  }
}

function outcome(answer: Answer): Json {
  if (answer.error === undefined) return 'ok';
  if (answer.error.class === 'forbidden') return 'forbidden';
  const [error] = listAt(answer.error, 'errors');
  return isMap(error) && error.code === 'not_found' ? 'NotFound' : JSON.stringify(answer.error);
}

/** A map whose entries are all the same is that one value. */
function collapsed(map: JsonMap): Json {
  const [first, ...rest] = Object.values(map);
  return first !== undefined && rest.every((value) => same(first, value)) ? first : map;
}

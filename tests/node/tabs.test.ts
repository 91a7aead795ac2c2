// Tabs that share a database, many in one process: whatever happens to them, each write that was
// acknowledged is there once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostError, TunezError } from '../../js/src/wire/errors.ts';
import { Diary, type Outcome, Person } from './support/diary.ts';
import { World } from './support/world.ts';

function codeOf(outcome: unknown): string | undefined {
  assert.ok(outcome instanceof TunezError, String(outcome));
  return outcome.errors[0]?.code;
}

async function opened(world: World, diary: Diary, build = {}): Promise<Person> {
  const person = new Person(world, diary, build);
  const joining = person.join();
  await world.settle();
  await joining;
  return person;
}

async function settled<T>(world: World, promise: Promise<T>): Promise<T> {
  await world.settle();
  return promise;
}

async function tabs(count: number, seed = 1) {
  const world = new World(seed);
  const diary = new Diary();
  const people: Person[] = [];
  for (let index = 0; index < count; index++) people.push(await opened(world, diary));
  return { world, diary, people: people as [Person, Person, Person] };
}

test('the first tab owns the database; what the second asks is answered by it', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  assert.equal(first.role, 'owner');
  assert.equal(second.role, 'follower');
  assert.equal(second.state, 'ready');
  assert.equal(await settled(world, first.ask('one')), 'written one');
  assert.equal(await settled(world, second.ask('two')), 'written two');
  assert.equal(await settled(world, second.ask('read')), 'one two');
  assert.deepEqual(diary.entries, ['one', 'two']);
});

test('when the owner is closed the next takes over', async () => {
  const { world, people } = await tabs(2);
  const [first, second] = people;
  await settled(world, first.ask('one'));
  await settled(world, first.tab.close());
  assert.equal(second.role, 'owner');
  assert.equal(second.state, 'ready');
  assert.equal(await settled(world, second.ask('read')), 'one');
});

test('a request that the owner ran, and died before it answered, is answered by the next and not run twice', async () => {
  const { world, diary, people } = await tabs(3);
  const [first, second, third] = people;
  first.interference.onFlushed = () => first.kill();
  assert.equal(await settled(world, third.ask('one')), 'written one');
  assert.equal(second.role, 'owner');
  assert.deepEqual(diary.entries, ['one']);
});

test('a request that died with the owner before it was kept is run by the next', async () => {
  const { world, diary, people } = await tabs(3);
  const [first, , third] = people;
  first.interference.onWritten = () => first.kill();
  const asked = third.ask('one');
  assert.equal(await settled(world, asked), 'written one');
  assert.deepEqual(diary.entries, ['one']);
});

test('the tab that takes over looks its own requests up, too', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  first.interference.onFlushed = () => first.kill();
  assert.equal(await settled(world, second.ask('one')), 'written one');
  assert.equal(second.role, 'owner');
  assert.deepEqual(diary.entries, ['one']);
});

test('a page whose worker ends alone is answered by the next one, and nothing is run twice', async () => {
  for (const moment of ['onWritten', 'onFlushed'] as const) {
    const { world, diary, people } = await tabs(1);
    const [only] = people;
    await settled(world, only.ask('zero'));
    only.interference[moment] = () => {
      only.interference[moment] = undefined;
      void only.loseWorker();
    };
    assert.equal(await settled(world, only.ask('one')), 'written one');
    assert.equal(only.role, 'owner');
    assert.equal(await settled(world, only.ask('two')), 'written two');
    assert.deepEqual(diary.entries, ['zero', 'one', 'two']);
  }
});

test('what a tab asked whose worker ends alone is not run twice by the owner', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  let goOn!: () => void;
  first.interference.hook = new Promise((resolve) => (goOn = resolve));
  const asked = second.ask('one');
  await world.settle();
  void second.loseWorker();
  await world.settle();
  first.interference.hook = undefined;
  goOn();
  assert.equal(await settled(world, asked), 'written one');
  assert.equal(await settled(world, second.ask('read')), 'one');
  assert.deepEqual(diary.entries, ['one']);
});

test('what a worker said that has ended does nothing any more once its page was answered', async () => {
  const { world, diary, people } = await tabs(2);
  const [, second] = people;
  const release = world.hold(second.worker);
  const asked = second.ask('one');
  await world.settle();
  void second.loseWorker();
  assert.equal(await settled(world, asked), 'written one');
  await settled(world, second.ask('two'));
  release();
  await world.settle();
  assert.deepEqual(diary.entries, ['one', 'two']);
});

test('what changes the storage is not asked of the next worker, what only looks is', async () => {
  const { world, people } = await tabs(1);
  const [only] = people;
  only.interference.onWritten = () => {
    only.interference.onWritten = undefined;
    void only.loseWorker();
  };
  const both = Promise.all([only.control('backup'), only.control('status')]);
  const [backup, status] = await settled(world, both);
  assert.equal(codeOf(backup), 'answer_lost');
  assert.equal(status, 'status');
});

test('what is asked while nobody owns the database is run in order', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  first.kill();
  const asked = ['a', 'b', 'c', 'd'].map((text) => second.ask(text));
  await settled(world, Promise.all(asked));
  assert.deepEqual(diary.entries, ['a', 'b', 'c', 'd']);
});

test('a tab that is frozen hands over, and asks the new owner when it goes on', async () => {
  const { world, people } = await tabs(2);
  const [first, second] = people;
  const before = first.ask('one');
  first.freeze();
  assert.equal(await settled(world, before), 'written one');
  assert.equal(second.role, 'owner');
  assert.equal(await settled(world, second.ask('two')), 'written two');
  first.thaw();
  await world.settle();
  assert.equal(first.role, 'follower');
  assert.equal(await settled(world, first.ask('read')), 'one two');
});

test('a tab that is frozen does not get the database', async () => {
  const { world, people } = await tabs(3);
  const [first, second, third] = people;
  second.freeze();
  await world.settle();
  first.kill();
  await world.settle();
  assert.equal(third.role, 'owner');
  assert.equal(third.state, 'ready');
});

test('a tab that is frozen while it opens the database leaves it to the next', async () => {
  const { world, people } = await tabs(3);
  const [first, second, third] = people;
  first.kill();
  while (second.role !== 'owner') await world.step(1);
  assert.equal(second.state, 'taking_over');
  second.freeze();
  await world.settle();
  assert.equal(third.role, 'owner');
  assert.equal(await settled(world, third.ask('one')), 'written one');
  second.thaw();
  assert.equal(await settled(world, second.ask('read')), 'one');
});

test('what a frozen tab had asked is answered when it goes on, and was done once', async () => {
  const { world, diary, people } = await tabs(2);
  const [, second] = people;
  const asked = second.ask('one');
  second.freeze();
  await world.settle();
  second.thaw();
  assert.equal(await settled(world, asked), 'written one');
  assert.deepEqual(diary.entries, ['one']);
});

test('an owner that says nothing is told of, and what was asked is kept', async () => {
  const { world, people } = await tabs(2);
  const [first, second] = people;
  // As a browser does that gives a busy worker no time.
  first.worker.freeze();
  const asked = second.ask('one');
  await world.pass(1_500);
  assert.equal(second.state, 'waiting');
  first.worker.thaw();
  assert.equal(await settled(world, asked), 'written one');
  assert.equal(second.state, 'ready');
});

test('a tab of a newer build takes the database over; the older refuses everything', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  const before = second.ask('one');
  const newer = new Person(world, diary, { migrations: ['1', '2'] });
  await settled(world, newer.join());
  assert.equal(await before, 'written one');
  assert.equal(newer.role, 'owner');
  for (const old of [first, second]) {
    assert.equal(old.state, 'newer_version');
    assert.equal(codeOf(await settled(world, old.ask('late'))), 'newer_version_open');
  }
  await settled(world, newer.tab.close());
  assert.equal(codeOf(await settled(world, first.ask('late'))), 'newer_version_open');
  assert.deepEqual(diary.entries, ['one']);
});

test('a tab of an older build is refused at once where a newer one is open', async () => {
  const world = new World();
  const diary = new Diary();
  const newer = await opened(world, diary, { migrations: ['1', '2'] });
  const older = new Person(world, diary);
  const joining = older.join().then(() => undefined, codeOf);
  assert.equal(await settled(world, joining), 'newer_version_open');
  assert.equal(await settled(world, newer.ask('one')), 'written one');
});

test('of two builds with the same migrations the one that was loaded later has the database', async () => {
  const world = new World();
  const diary = new Diary();
  const early = await opened(world, diary, { fingerprint: 'a', loaded: 1 });
  const late = await opened(world, diary, { fingerprint: 'b', loaded: 2 });
  assert.equal(late.role, 'owner');
  assert.equal(early.state, 'newer_version');
});

test('a tab whose build cannot go on from what a newer one left says so when it takes over', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  // Migrated behind their backs, as by a browser that was closed over it.
  first.kill();
  diary.version = '2';
  await world.settle();
  assert.equal(second.state, 'newer_version');
  assert.equal(codeOf(await settled(world, second.ask('late'))), 'newer_version_open');
});

test('a request about the storage that may have been carried out is not sent again, unless it only asks', async () => {
  const { world, people } = await tabs(2);
  const [first, second] = people;
  first.interference.onWritten = () => first.kill();
  const both = Promise.all([second.control('backup'), second.control('status')]);
  const [backup, status] = await settled(world, both);
  assert.equal(codeOf(backup), 'answer_lost');
  assert.equal(status, 'status');
});

test('an engine that stopped is started again, and only the request that did it is refused', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  const asked = [second.ask('one'), second.ask('trap'), second.ask('two')];
  const [one, trap, two] = await settled(world, Promise.all(asked));
  assert.equal(one, 'written one');
  assert.equal(codeOf(trap), 'engine_failed');
  assert.equal(two, 'written two');
  assert.equal(first.state, 'ready');
  assert.deepEqual(diary.entries.toSorted(), ['one', 'two']);
});

test('a database that cannot be opened when it is taken over is tried again, and refused meanwhile', async () => {
  const { world, diary, people } = await tabs(2);
  const [first, second] = people;
  diary.failure = hostError('storage_unavailable', 'not now');
  first.kill();
  await world.settle();
  assert.equal(second.state, 'storage_lost');
  assert.equal(codeOf(await settled(world, second.ask('one'))), 'storage_unavailable');
  diary.failure = undefined;
  await world.pass(1_100);
  assert.equal(second.state, 'ready');
  assert.equal(await settled(world, second.ask('two')), 'written two');
});

test('a tab that cannot open the database is told why, and leaves it to others', async () => {
  const world = new World();
  const diary = new Diary();
  diary.failure = hostError('storage_unavailable', 'not now');
  const first = new Person(world, diary);
  const joining = first.join().then(() => undefined, codeOf);
  assert.equal(await settled(world, joining), 'storage_unavailable');
  diary.failure = undefined;
  const second = await opened(world, diary);
  assert.equal(second.role, 'owner');
});

const seeds = Number(process.env['TUNEZ_TABS_SEEDS'] ?? 150);

test(`whatever happens to five tabs, each acknowledged write is there once (${seeds} times)`, async () => {
  for (let seed = 1; seed <= seeds; seed++) await live(seed);
});

async function live(seed: number): Promise<void> {
  const world = new World(seed);
  const diary = new Diary();
  const { random } = world;
  const people: Person[] = [];
  const outcomes = new Map<string, Outcome | undefined>();
  let next = 0;

  const join = (): void => {
    const person = new Person(world, diary);
    people.push(person);
    void person.join();
  };
  const leave = (person: Person): void => {
    people.splice(people.indexOf(person), 1);
  };
  const write = (person: Person): void => {
    const text = `${next++}`;
    outcomes.set(text, undefined);
    void person.ask(text).then((outcome) => outcomes.set(text, outcome));
  };
  for (let turn = 0; turn < 120; turn++) {
    const person = people[Math.floor(random() * people.length)];
    const choice = random();
    if (person === undefined || (choice < 0.08 && people.length < 5)) join();
    else if (choice < 0.12) {
      leave(person);
      // The page is gone, and its worker with it, a little later.
      person.tab.page('gone');
      world.later(`end of ${person.worker.id}`, () => person.kill());
    } else if (choice < 0.15) {
      leave(person);
      person.kill();
    } else if (choice < 0.18 && person.opened && !person.worker.isFrozen) {
      void person.loseWorker();
    } else if (choice < 0.22 && !person.worker.isFrozen) person.freeze();
    else if (choice < 0.3 && person.worker.isFrozen) person.thaw();
    else if (!person.worker.isFrozen && person.opened) write(person);
    await world.step(Math.floor(random() * 12));
    if (random() < 0.05) await world.pass(random() * 2_000);
  }
  await world.step(1);
  for (const person of people) if (person.worker.isFrozen) person.thaw();
  await world.pass(5_000);

  const counts = new Map<string, number>();
  for (const entry of diary.entries) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  for (const [text, outcome] of outcomes) {
    const count = counts.get(text) ?? 0;
    const place = `write ${text} of seed ${seed}`;
    if (typeof outcome === 'string') assert.equal(count, 1, `${place} was acknowledged`);
    else assert.ok(count <= 1, `${place} is there ${count} times`);
  }
  const owners = people.filter(({ role, worker }) => worker.isAlive && role === 'owner');
  if (people.length > 0) assert.equal(owners.length, 1, `seed ${seed} has one owner`);
  for (const person of people) {
    assert.equal(person.state, 'ready', `seed ${seed}`);
    const reading = person.ask('read');
    await world.pass(5_000);
    assert.equal(typeof (await reading), 'string', `seed ${seed}`);
  }
}

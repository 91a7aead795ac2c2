// Hooks of actions, also those that wait.
import assert from 'node:assert/strict';
import { Changeset } from 'tunez';
import { Hooked } from './music.ts';
import { codesOf, errorsOf, scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const hooks = all;

scenario(
  'hooks around and after the transaction may wait, and see what came of it',
  async (tunez) => {
    const record = await tunez.create(Hooked, 'create', { text: 'waiting' });
    assert.equal(record.trace, 'around before');
    assert.equal(record.text, 'waiting, then changed');
    assert.equal((await tunez.read(Hooked)).length, 1);
  },
);

scenario(
  'hooks that an action declares run in the order of the life of an action',
  async (tunez) => {
    const record = await tunez.create(Hooked, 'declared', { text: 'a' });
    assert.equal(record.text, 'and committed');
    const [stored] = await tunez.read(Hooked);
    assert.equal(stored?.text, 'a');
    assert.equal(stored.trace, 'around transaction, before transaction, around, first, second');
  },
);

scenario('a function takes the place of the write, with the hooks around it', async (tunez) => {
  const record = await tunez.create(Hooked, 'elsewhere', { text: 'a' });
  assert.equal(record.trace, 'before');
  assert.equal(record.text, 'after');
  const refused = await errorsOf(tunez.create(Hooked, 'elsewhere', { text: 'refused' }));
  assert.deepEqual(
    refused.map(({ field, message }) => [field, message]),
    [['text', 'is refused']],
  );
  assert.deepEqual(await tunez.read(Hooked), []);
});

scenario('other calls are answered while one waits', async (tunez) => {
  const order: string[] = [];
  const slow = tunez.create(Hooked, 'create', { text: 'waiting' }).then(() => order.push('slow'));
  const quick = tunez.create(Hooked, 'create', { text: 'quick' }).then(() => order.push('quick'));
  await Promise.all([slow, quick]);
  assert.deepEqual(order, ['quick', 'slow']);
  assert.equal((await tunez.read(Hooked)).length, 2);
});

scenario('what a hook that waits rejects with refuses the action', async (tunez) => {
  const [error] = await errorsOf(tunez.create(Hooked, 'create', { text: 'rejecting' }));
  assert.equal(error?.code, 'callback_failed');
  assert.equal(error.message, '** (RangeError) rejected');
  assert.deepEqual(await tunez.read(Hooked), []);
});

scenario('an outcome is turned by a hook that waits', async (tunez) => {
  const record = await tunez.create(Hooked, 'create', { text: 'turned' });
  assert.equal(record.trace, 'turned into a success');
  assert.deepEqual(await tunez.read(Hooked), []);
});

scenario('a hook may look at what the change that registered it was given', async (tunez) => {
  const result = await tunez.bulkCreate(
    Hooked,
    'create',
    [{ text: 'looking back' }, { text: 'looking back' }],
    { returnRecords: true },
  );
  assert.deepEqual(
    result.records?.map(({ trace }) => trace),
    ['was looking back', 'was looking back'],
  );
});

scenario('a hook inside the transaction may not wait', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.create(Hooked, 'create', { text: 'inside' })), [
    'callback_returned_promise',
  ]);
  assert.deepEqual(await tunez.read(Hooked), []);
});

scenario('an around hook that does not wait for the action fails it', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.create(Hooked, 'create', { text: 'impatient' })), [
    'invalid_return_type',
  ]);
});

scenario('an around hook that goes on twice is told so', async (tunez) => {
  assert.deepEqual(await codesOf(tunez.create(Hooked, 'create', { text: 'twice' })), [
    'invalid_message',
  ]);
});

scenario('the records of a bulk create wait one after the other', async (tunez) => {
  const inputs = Array.from({ length: 5 }, (_, index) => ({
    text: index === 2 ? 'rejecting' : 'waiting',
  }));
  const result = await tunez.bulkCreate(Hooked, 'create', inputs, {
    batchSize: 2,
    returnErrors: true,
    returnRecords: true,
  });
  assert.equal(result.status, 'partialSuccess');
  assert.equal(result.records?.length, 4);
  assert.deepEqual(
    result.errors?.map(({ path }) => path),
    [[2]],
  );
});

scenario('a call that still waits rejects when the database is closed', async (tunez) => {
  const waiting = tunez.create(Hooked, 'create', { text: 'forever' });
  const rejected = codesOf(waiting);
  await tunez.close();
  assert.deepEqual(await rejected, ['not_open']);
});

scenario('a changeset can be asked about while its hook waits', async (tunez) => {
  const record = await tunez.create(Hooked, 'create', { text: 'asking' });
  assert.equal(record.trace, 'ASKED');
});

scenario('a changeset is submitted whose action waits', async (tunez) => {
  const changeset = Changeset.forCreate(Hooked, 'create', { text: 'waiting' });
  assert.equal((await tunez.create(changeset)).text, 'waiting, then changed');
});

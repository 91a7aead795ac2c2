// Forms inside forms that nobody configured: attributes that embed resources.
import assert from 'node:assert/strict';
import { TunezError, Union } from 'tunez';
import { Fan } from './fans.ts';
import type { MusicTunez } from './music.ts';
import { scenarios } from './scenario.ts';

const { all, scenario } = scenarios();
export const embeddedForms = all;

type FanRecord = Awaited<ReturnType<MusicTunez['music']['createFan']>>;
type Input = Parameters<MusicTunez['music']['createFan']>[0];

async function formOf(tunez: MusicTunez, input: Input) {
  const fan = await tunez.music.createFan(input);
  return { fan, form: tunez.music.formToUpdateFan(fan) };
}

async function savedBy(form: {
  submit(): Promise<{ ok: boolean; data?: unknown; error?: Error }>;
}): Promise<FanRecord> {
  const saved = await form.submit();
  assert.ok(saved.ok, saved.error?.message);
  return saved.data as FanRecord;
}

scenario(
  'an attribute that embeds a resource is a form, and so are those inside',
  async (tunez) => {
    const form = tunez.music.formToCreateFan();
    assert.deepEqual(form.forms('profile'), []);
    form.addForm('profile');
    form.addForm('profile.home');
    form.setValue('profile.firstName', 'Alexandrina');
    form.setValue('profile.home.country', 'GBR');
    await form.validate();
    assert.deepEqual(form.errors({ forPath: 'all', format: 'plaintext' }), {
      profile: ['firstName must have length of no more than 10'],
      'profile.home': ['country length must be less than or equal to 2', 'name is required'],
    });
    assert.deepEqual(form.field('profile.home.country').errors, [
      'length must be less than or equal to 2',
    ]);
    form.setValue('profile.firstName', 'Ada');
    form.setValue('profile.home.country', 'GB');
    form.setValue('profile.home.name', 'London');
    assert.deepEqual((await savedBy(form)).profile, {
      firstName: 'Ada',
      lastName: null,
      home: { name: 'London', country: 'GB' },
    });
  },
);

scenario('an update keeps what nobody typed over, at any depth', async (tunez) => {
  const home = { name: 'London', country: 'GB' };
  const { form } = await formOf(tunez, {
    profile: { firstName: 'Ada', lastName: 'Byron', home },
  });
  assert.equal(form.value('profile.lastName'), 'Byron');
  assert.equal(form.value('profile.home.name'), 'London');
  form.setValue('profile.home.name', 'Ockham');
  assert.deepEqual((await savedBy(form)).profile, {
    firstName: 'Ada',
    lastName: 'Byron',
    home: { name: 'Ockham', country: 'GB' },
  });
});

scenario('a removed form takes the value with it', async (tunez) => {
  const { form } = await formOf(tunez, { nickName: 'ada', profile: { firstName: 'Ada' } });
  form.removeForm('profile');
  assert.deepEqual(form.forms('profile'), []);
  const saved = await savedBy(form);
  assert.deepEqual([saved.nickName, saved.profile], ['ada', null]);
});

scenario('a list of embedded records has a form for each, known by its key', async (tunez) => {
  const { fan, form } = await formOf(tunez, {
    links: [{ url: 'a', clicks: 1 }, { url: 'b', clicks: 2 }, { url: 'c' }],
  });
  const [a, b] = fan.links!;
  form.setValue('links.1.url', 'B');
  form.removeForm('links.2');
  form.addForm('links', { prepend: true, params: { url: 'new' } });
  form.sortForms('links', [2, 0]);
  assert.equal(form.state.anyRemoved, true);
  const links = (await savedBy(form)).links!;
  assert.deepEqual(
    links.map(({ url, clicks }) => `${url} ${String(clicks)}`),
    ['B 2', 'new 0', 'a 1'],
  );
  assert.deepEqual([links[0]!.id, links[2]!.id], [b!.id, a!.id]);
});

scenario(
  'errors of an embedded list stand in their row, those of the list beside it',
  async (tunez) => {
    const { form } = await formOf(tunez, { links: [{ url: 'a' }, { url: 'b' }] });
    form.setValue('links.1.url', '');
    await form.validate();
    assert.deepEqual(form.field('links.0.url').errors, []);
    assert.deepEqual(form.field('links.1.url').errors, ['is required']);
    form.setValue('links.1.url', 'a');
    await form.validate();
    assert.deepEqual(form.field('links.1.url').errors, []);
    assert.deepEqual(form.field('links' as never).errors, [
      'items must be unique on identity with keys url with `nil` values considered distinct',
    ]);
  },
);

scenario('rows without a key keep what nobody typed over', async (tunez) => {
  const { form } = await formOf(tunez, {
    memories: [
      { year: 1999, text: 'rain', city: { name: 'Oslo', country: 'NO' } },
      { year: 2004, text: 'sun' },
    ],
  });
  form.sortForms('memories', [1, 0]);
  form.setValue('memories.0.text', 'snow');
  form.setValue('memories.1.city.name', 'Bergen');
  assert.deepEqual((await savedBy(form)).memories, [
    { year: 2004, text: 'snow', city: null },
    { year: 1999, text: 'rain', city: { name: 'Bergen', country: 'NO' } },
  ]);
});

scenario('rows of two lists are never taken for each other', async (tunez) => {
  const { form } = await formOf(tunez, {
    memories: [{ year: 1999 }],
    souvenirs: [{ kind: 'badge', color: 'red' }],
  });
  form.setValue('memories.0.year', '1');
  await form.validate();
  assert.deepEqual(Object.keys(form.errors({ forPath: 'all' })), ['memories.0']);
});

scenario('a list that was not touched is not sent', async (tunez) => {
  const { fan, form } = await formOf(tunez, { links: [{ url: 'a' }] });
  form.setValue('nickName', 'x');
  assert.deepEqual(form.params(), { nickName: 'x' });
  assert.deepEqual((await savedBy(form)).links, fan.links);
});

scenario('the form of a union is that of the member that its params name', async (tunez) => {
  const form = tunez.music.formToCreateFan();
  form.addForm('favourite', { params: { _union_type: 'patch', text: 'x' } });
  form.setValue('favourite.width', '0');
  await form.validate();
  assert.deepEqual(form.field('favourite.width').errors, ['must be greater than or equal to 1']);
  form.setValue('favourite.width', '3');
  const { favourite } = await savedBy(form);
  assert.ok(favourite instanceof Union && favourite.type === 'patch');
  assert.deepEqual(
    [favourite.value.kind, favourite.value.width, favourite.value.text],
    ['patch', 3, 'x'],
  );
});

scenario('choosing another member of a union begins its form anew', async (tunez) => {
  const { form } = await formOf(tunez, { favourite: { kind: 'badge', color: 'red' } });
  const { key } = form.getForm('favourite');
  assert.equal(form.value('favourite._union_type'), 'badge');
  assert.equal(form.value('favourite.color'), 'red');
  form.setValue('favourite._union_type', 'patch');
  assert.equal(form.getForm('favourite').member, 'patch');
  assert.equal(form.getForm('favourite').key, key);
  assert.equal(form.hasField('favourite.color'), false);
  form.setValue('favourite.width', 2);
  const { favourite } = await savedBy(form);
  assert.equal(favourite?.type, 'patch');
});

scenario('a member of a union that is no record has the one field value', async (tunez) => {
  const { form } = await formOf(tunez, { souvenirs: [1999, { kind: 'badge', color: 'red' }] });
  assert.equal(form.value('souvenirs.0.value'), 1999);
  form.addForm('souvenirs', { params: { _union_type: 'year', value: '12' } });
  form.touch('souvenirs.2.value');
  await form.validate();
  assert.deepEqual(form.field('souvenirs.2.value').errors, [
    'must be greater than or equal to 1900',
  ]);
  form.setValue('souvenirs.2.value', '2012');
  const { souvenirs } = await savedBy(form);
  assert.deepEqual(
    souvenirs?.map(({ type, value }) => [type, typeof value === 'object' ? value.kind : value]),
    [
      ['year', 1999],
      ['badge', 'badge'],
      ['year', 2012],
    ],
  );
});

scenario(
  'records in a list of a union are updated by their key, the others made anew',
  async (tunez) => {
    const { fan, form } = await formOf(tunez, {
      souvenirs: [
        { kind: 'patch', width: 1, text: 'kept' },
        { kind: 'badge', color: 'red' },
      ],
    });
    form.setValue('souvenirs.0.width', 5);
    form.sortForms('souvenirs', [1, 0]);
    const { souvenirs } = await savedBy(form);
    assert.deepEqual(souvenirs![0]!.value, { kind: 'badge', color: 'red' });
    const before = fan.souvenirs![0]!.value as { id: string };
    assert.deepEqual(souvenirs![1]!.value, {
      id: before.id,
      kind: 'patch',
      width: 5,
      text: 'kept',
    });
  },
);

scenario('whole params choose the member of a union by name or by tag', async (tunez) => {
  const form = tunez.music.formToCreateFan();
  await form.validate({
    favourite: { kind: 'patch', width: '4' },
    souvenirs: {
      1: { _union_type: 'badge', color: '' },
      0: { _union_type: 'year', value: '1950' },
    },
    links: [{ url: 'a' }],
  });
  assert.equal(form.getForm('favourite').member, 'patch');
  assert.deepEqual(
    form.forms('souvenirs').map(({ member }) => member),
    ['year', 'badge'],
  );
  assert.deepEqual(form.errors({ forPath: 'all', format: 'plaintext' }), {
    'souvenirs.1': ['color is required'],
  });
  form.setValue('souvenirs.1.color', 'blue');
  assert.equal((await savedBy(form)).souvenirs?.length, 2);
});

scenario('what is in a form from the start may be forms, too', async (tunez) => {
  const params = { nickName: 'x', links: [{ url: 'a' }], profile: { firstName: 'Ada' } };
  const form = tunez.music.formToCreateFan({ params });
  assert.equal(form.value('links.0.url'), 'a');
  assert.equal(form.value('profile.firstName'), 'Ada');
  assert.equal(form.state.changed, false);
  assert.deepEqual(
    (await savedBy(form)).links?.map(({ url }) => url),
    ['a'],
  );
});

scenario('a resource that embeds itself has forms inside of forms', async (tunez) => {
  const { form } = await formOf(tunez, {
    thought: { text: 'a', replies: [{ text: 'b', replies: [{ text: 'c' }] }] },
  });
  const path = 'thought.replies.0.replies';
  form.setValue(`${path}.0.text` as never, '');
  form.addForm(path as never, { params: { text: 'd' } as never });
  await form.validate();
  assert.deepEqual(Object.keys(form.errors({ forPath: 'all' })), [`${path}.0`]);
  form.setValue(`${path}.0.text` as never, 'C');
  assert.deepEqual((await savedBy(form)).thought, {
    text: 'a',
    replies: [
      {
        text: 'b',
        replies: [
          { text: 'C', replies: null },
          { text: 'd', replies: null },
        ],
      },
    ],
  });
});

scenario('maps that are typed into a list of forms become its forms', async (tunez) => {
  const { fan, form } = await formOf(tunez, { links: [{ url: 'a' }, { url: 'b' }] });
  const { id } = fan.links![1]!;
  form.setValue(['links'] as never, [{ id, url: 'B' }, { url: 'c' }] as never);
  assert.deepEqual(
    form.forms('links').map(({ type }) => type),
    ['update', 'create'],
  );
  const { links } = await savedBy(form);
  assert.deepEqual([links!.map(({ url }) => url), links![0]!.id], [['B', 'c'], id]);
});

scenario('an embedded argument is a form without anything there', async (tunez) => {
  const { fan } = await formOf(tunez, { nickName: 'x' });
  const form = tunez.formForUpdate(Fan, fan, 'move');
  form.addForm('to', { params: { country: 'NO' } });
  await form.validate();
  assert.deepEqual(form.errors({ forPath: 'to', format: 'plaintext' }), ['name is required']);
});

scenario('params that can be no forms are typed errors that say where', async (tunez) => {
  const cases: [params: object, path: (string | number)[]][] = [
    [{ links: 7 }, ['links']],
    [{ links: [{ url: 'a' }, 7] }, ['links', 1]],
    [{ links: { a: { url: 'a' } } }, ['links', 'a']],
    [{ links: { '-1': { url: 'a' } } }, ['links', '-1']],
    [{ profile: 'Ada' }, ['profile']],
    [{ profile: { home: [] } }, ['profile', 'home']],
    [{ favourite: { _union_type: 'pin' } }, ['favourite', '_union_type']],
  ];
  for (const [params, path] of cases) {
    const form = tunez.music.formToCreateFan();
    await assert.rejects(form.validate(params), (error) => {
      assert.ok(error instanceof TunezError);
      assert.deepEqual(error.errors[0]!.path, path);
      return true;
    });
    assert.deepEqual((await form.submit({ params })).error?.errors[0]?.path, path);
  }
});

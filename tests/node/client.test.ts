// The client over an engine that only writes down what it is asked. What an engine answers is tested
// in tests/conformance, with a real one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Changeset } from '../../js/src/client/changeset.ts';
import { Tunez, type TunezOf } from '../../js/src/client/tunez.ts';
import { domain } from '../../js/src/definition/domain.ts';
import { belongsTo, hasMany } from '../../js/src/definition/relationship.ts';
import { resource } from '../../js/src/definition/resource.ts';
import { t } from '../../js/src/definition/t.ts';
import { Invalid, TunezError } from '../../js/src/wire/errors.ts';
import type { Answer, Request } from '../../js/src/wire/transport.ts';

const Artist = resource('Artist', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required(),
    previousNames: t.array(t.string()),
  },
  relationships: { albums: hasMany('Album') },
  actions: {
    defaults: ['create', 'read', 'update', 'destroy'],
    defaultAccept: ['name'],
    search: { type: 'read', arguments: { query: t.string().required(), exact: t.boolean() } },
    byName: { type: 'read', arguments: { name: t.string().required() }, get: true },
    archive: { type: 'destroy', arguments: { reason: t.string() } },
    countUp: { type: 'action', arguments: { by: t.integer() }, returns: t.integer(), run: () => 1 },
  },
});
const Album = resource('Album', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required(),
    year: t.integer(),
    extra: t.map(),
  },
  relationships: { artist: belongsTo('Artist', { required: true }) },
  actions: { defaults: ['read', { create: ['name', 'artistId'] }] },
});
const Music = domain('Music', {
  resources: { Artist, Album },
  interface: ({ define }) => ({
    createArtist: define(Artist, 'create'),
    createAlbumOf: define(Album, 'create', { args: ['artistId'] }),
    createNameless: define(Album, 'create', { excludeInputs: ['name'] }),
    readArtists: define(Artist, 'read'),
    getArtistById: define(Artist, 'read', { getBy: 'id', load: ['albums'] }),
    findArtist: define(Artist, 'read', { getBy: ['name'], notFoundError: false }),
    artistByName: define(Artist, 'byName', { args: ['name'] }),
    searchArtists: define(Artist, 'search', { args: ['query'] }),
    updateArtist: define(Artist, 'update'),
    destroyArtist: define(Artist, 'destroy'),
    archiveArtist: define(Artist, 'archive'),
    countUp: define(Artist, 'countUp'),
  }),
});

function scripted(...answers: (Answer | Error)[]) {
  const requests: Request[] = [];
  const transport = {
    request(message: Request): Answer {
      // As it is written: what is undefined is not.
      requests.push(JSON.parse(JSON.stringify(message)) as Request);
      const answer = answers.shift() ?? { ok: null };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    close: () => {
      requests.push({ op: 'closed' });
    },
  };
  const tunez = new Tunez([Music], transport, ':memory:') as unknown as TunezOf<
    readonly [typeof Music]
  >;
  return { tunez, requests };
}

const artist = { id: 'a-1', name: 'Valkyrie', previousNames: [] };

test('a create sends its input as it is, and resolves to the record', async () => {
  const { tunez, requests } = scripted({ ok: artist });
  assert.deepEqual(await tunez.music.createArtist({ name: 'Valkyrie' }), artist);
  assert.deepEqual(requests, [
    {
      op: 'create',
      resource: 'Artist',
      action: 'create',
      input: { name: 'Valkyrie' },
    },
  ]);
});

test('positional inputs join the map of the others', async () => {
  const { tunez, requests } = scripted();
  await tunez.music.createAlbumOf('a-1', { name: 'Runes' }, { actor: { id: 7 }, load: ['artist'] });
  assert.deepEqual(requests[0]?.['input'], { name: 'Runes', artistId: 'a-1' });
  assert.deepEqual(requests[0]['options'], { actor: { id: 7 }, load: ['artist'] });
});

test('an input that has a position or is excluded is not taken from the map', async () => {
  const { tunez, requests } = scripted();
  await assert.rejects(
    tunez.music.createAlbumOf('a-1', { name: 'x', artistId: 'b' } as never),
    /artistId/,
  );
  await assert.rejects(tunez.music.createNameless({ name: 'x', artistId: 'b' } as never), /name/);
  assert.equal(requests.length, 0);
});

test('getBy comes first, and loads of the definition are added to those of the call', async () => {
  const { tunez, requests } = scripted();
  await tunez.music.getArtistById('a-1', { load: { albums: { artist: true } } });
  assert.deepEqual(requests[0], {
    op: 'get',
    resource: 'Artist',
    action: 'read',
    by: { id: 'a-1' },
    query: { load: { albums: { load: { artist: true } } } },
    options: {},
    packed: true,
  });
  await tunez.music.findArtist('Valkyrie');
  assert.deepEqual(requests[1]?.['options'], { not_found_error: false });
});

test('a read has a map of inputs only if one is left without a position', async () => {
  const { tunez, requests } = scripted({ ok: [] }, { ok: [] }, { ok: artist });
  await tunez.music.readArtists({ limit: 3 });
  assert.deepEqual(requests[0]?.['query'], { limit: 3 });
  await tunez.music.searchArtists('val', { exact: true }, { sort: '-name' });
  assert.deepEqual(requests[1]?.['input'], { exact: true, query: 'val' });
  assert.deepEqual(requests[1]['query'], { sort: '-name' });
  await tunez.music.artistByName('Valkyrie');
  assert.equal(requests[2]?.op, 'get');
  assert.deepEqual(requests[2]['by'], {});
});

test('update and destroy take a record or a key', async () => {
  const { tunez, requests } = scripted({ ok: artist });
  await tunez.music.updateArtist(artist, { name: 'New' });
  assert.deepEqual(requests[0], {
    op: 'update',
    resource: 'Artist',
    action: 'update',
    record: artist,
    input: { name: 'New' },
  });
  await tunez.music.updateArtist('a-1', { name: 'New' });
  assert.equal(requests[1]?.['id'], 'a-1');
  await tunez.music.destroyArtist({ id: 'a-1' });
  assert.deepEqual(requests[2]?.['id'], { id: 'a-1' });
  await tunez.music.archiveArtist(artist, { reason: 'over' }, { tenant: 't' });
  assert.deepEqual(requests[3]?.['input'], { reason: 'over' });
  assert.deepEqual(requests[3]['options'], { tenant: 't' });
  await assert.rejects(tunez.music.destroyArtist(undefined as never), /primary key is needed/);
});

test('a generic action is run', async () => {
  const { tunez, requests } = scripted({ ok: 5 });
  assert.equal(await tunez.music.countUp({ by: 4 }), 5);
  assert.deepEqual(requests[0], {
    op: 'run',
    resource: 'Artist',
    action: 'count_up',
    input: { by: 4 },
  });
});

test('an error rejects, and is a value in the safe form', async () => {
  const error = {
    class: 'invalid',
    errors: [{ code: 'required', field: 'name', message: 'x' }],
  } as const;
  const { tunez } = scripted({ error }, { error }, { ok: artist });
  await assert.rejects(tunez.music.createArtist({ name: '' }), Invalid);
  const refused = await tunez.music.createArtist.safe({ name: '' });
  assert.equal(refused.ok, false);
  assert.equal(refused.error.errors[0]?.field, 'name');
  assert.deepEqual(await tunez.music.createArtist.safe({ name: 'x' }), { ok: true, data: artist });
});

test('what goes wrong on the way is typed, also when it is not an error of Tunez', async () => {
  const { tunez } = scripted(new Error('lost'));
  const result = await tunez.music.createArtist.safe({ name: 'x' });
  assert.ok(result.error instanceof TunezError);
  assert.equal(result.error.errors[0]?.code, 'unknown_error');
});

test('an unknown option or one parameter too many is refused', async () => {
  const { tunez, requests } = scripted();
  await assert.rejects(
    tunez.music.createArtist({ name: 'x' }, { laod: [] } as never),
    /no option laod/,
  );
  await assert.rejects(
    (tunez.music.readArtists as (...given: unknown[]) => Promise<unknown>)({}, 1),
    /too many parameters/,
  );
  await assert.rejects(tunez.music.createArtist('x' as never), /takes a map of inputs/);
  assert.equal(requests.length, 0);
});

test('sorts: text, terms, maps and pairs', async () => {
  const { tunez, requests } = scripted({ ok: [] }, { ok: [] }, { ok: [] }, { ok: [] });
  await tunez.read(Album, 'read', {}, { sort: '-year' });
  await tunez.read(Album, 'read', {}, { sort: ['-year', 'name'] });
  await tunez.read(Album, 'read', {}, { sort: { year: 'descNilsLast', name: 'asc' } });
  await tunez.read(Album, 'read', {}, { sort: ['--year', ['name', 'ascNilsFirst']] });
  assert.deepEqual(
    requests.map((request) => (request['query'] as { sort: unknown }).sort),
    [
      '-year',
      '-year,name',
      [
        ['year', 'desc_nils_last'],
        ['name', 'asc'],
      ],
      [
        ['year', 'desc_nils_last'],
        ['name', 'asc_nils_first'],
      ],
    ],
  );
});

test('filters: predicates are respelled, fields and values are not', async () => {
  const { tunez, requests } = scripted({ ok: [] });
  await tunez.read(
    Album,
    'read',
    {},
    {
      filter: {
        year: { notEq: 3, isNil: false },
        artist: { name: { stringStartsWith: 'V' }, previousNames: { has: 'x' } },
        extra: { eq: { someKey: 1 } },
        or: [{ name: 'a' }, { not: { name: { in: ['b'] } } }],
      },
    },
  );
  assert.deepEqual((requests[0]?.['query'] as { filter: unknown }).filter, {
    year: { not_eq: 3, is_nil: false },
    artist: { name: { string_starts_with: 'V' }, previousNames: { has: 'x' } },
    extra: { eq: { someKey: 1 } },
    or: [{ name: 'a' }, { not: { name: { in: ['b'] } } }],
  });
});

test('under a relationship stands a map of loads, or a query', async () => {
  const { tunez, requests } = scripted({ ok: [] });
  await tunez.read(
    Artist,
    'read',
    {},
    {
      load: {
        albums: { sort: '-year', limit: 2, filter: { year: { gt: 1 } }, load: { artist: true } },
      },
    },
  );
  assert.deepEqual((requests[0]?.['query'] as { load: unknown }).load, {
    albums: { sort: '-year', limit: 2, filter: { year: { gt: 1 } }, load: { artist: true } },
  });
});

test('bulk calls: rows and maps go as they are, errors come back as a list', async () => {
  const errors = {
    class: 'invalid',
    errors: [{ code: 'required', field: 'name', path: [1], message: 'm' }],
  } as const;
  const { tunez, requests } = scripted({
    ok: { status: 'partial_success', error_count: 1, records: [artist], errors },
  });
  const inputs = { keys: ['name'] as const, rows: [['a'], [null]] };
  const result = await tunez.bulkCreate(Artist, 'create', inputs, {
    batchSize: 500,
    returnErrors: true,
  });
  assert.deepEqual(requests[0], {
    op: 'bulk_create',
    resource: 'Artist',
    action: 'create',
    inputs,
    options: { batch_size: 500, return_errors: true },
  });
  assert.equal(result.status, 'partialSuccess');
  assert.deepEqual([result.errorCount, result.errors?.[0]?.path], [1, [1]]);
  await tunez.bulkDestroy(Artist, ['a', 'b'], 'destroy').catch(() => undefined);
  assert.deepEqual(requests[1]?.['ids'], ['a', 'b']);
});

test('the resource of a record is the only open one that has its fields', async () => {
  const album = { id: 'b-1', name: 'Runes', year: 1, extra: null, artistId: 'a-1' };
  const { tunez, requests } = scripted({ ok: { ...artist, albums: [album] } }, { ok: album });
  const read = await tunez.music.getArtistById('a-1');
  await tunez.update(
    Changeset.forUpdate(read.albums[0]!, 'update', { name: 'x' }, { skipUnknownInputs: '*' }),
  );
  assert.deepEqual(requests[1], {
    op: 'submit',
    changeset: {
      resource: 'Album',
      record: album,
      operations: [['for_update', 'update', { name: 'x' }, { skip_unknown_inputs: '*' }]],
    },
    options: {},
  });
  assert.throws(
    () => Changeset.forUpdate({ id: 'a-1' }, 'update'),
    /could be of Album or Artist; name it/,
  );
});

test('a changeset does not change: each operation gives another one', () => {
  const first = Changeset.forCreate(Artist, 'create', { name: 'a' });
  const second = first.changeAttribute('name', 'b');
  assert.notEqual(first, second);
  assert.throws(() => first.valid, /await tunez.evaluate\(changeset\)/);
});

test('evaluate tells what comes of a changeset wherever the engine is', async () => {
  const state = {
    action: 'create',
    action_type: 'create',
    valid: false,
    phase: 'pending',
    attributes: { name: 'A' },
    arguments: { name: null },
    params: {},
    defaults: [],
    errors: [{ code: 'required', field: 'name', message: 'm' }],
    data: {},
    invalid_keys: ['name'],
    context: {},
    tenant: null,
    relationships: ['albums'],
  };
  const { tunez } = scripted({ ok: state });
  const changeset = await tunez.evaluate(Changeset.forCreate(Artist, 'create', { name: ' ' }));
  assert.equal(changeset.valid, false);
  assert.equal(changeset.errors[0]?.code, 'required');
  assert.equal(changeset.getAttribute('name'), 'A');
  assert.equal(changeset.getData('name'), null);
  assert.equal(changeset.fetchChange('previousNames'), undefined);
  assert.equal(changeset.changingAttribute('name'), true);
  assert.equal(changeset.changingRelationship('albums'), true);
  assert.equal(changeset.getArgumentOrAttribute('name'), null);
  assert.equal(changeset.fetchAttribute('__proto__' as 'name'), undefined);
  assert.deepEqual(changeset.invalidKeys, ['name']);
});

test('tagged answers are revived', async () => {
  const { tunez } = scripted({ ok: [{ id: { $integer: '9007199254740993' } }], tagged: true });
  assert.deepEqual(await tunez.music.readArtists(), [{ id: 9007199254740993n }]);
});

test('close frees the engine', async () => {
  const { tunez, requests } = scripted();
  await tunez.close();
  assert.deepEqual(requests, [{ op: 'closed' }]);
});

// People whose records hold others: embedded resources of every kind.
import { resource, t } from 'tunez';
import { stringLength } from 'tunez/validations';

const City = resource('City', {
  embedded: true,
  attributes: {
    name: t.string().required().public(),
    country: t.string().maxLength(2).public(),
  },
});

const Profile = resource('Profile', {
  embedded: true,
  attributes: {
    firstName: t.string().required().public(),
    lastName: t.string().public(),
    home: t.embedded(City).public(),
  },
  validations: [stringLength('firstName', { max: 10 })],
});

// Known by its key.
const Link = resource('Link', {
  embedded: true,
  attributes: {
    id: t.uuid().primaryKey(),
    url: t.string().required().public(),
    clicks: t.integer().default(0).public(),
  },
  identities: { uniqueUrl: { keys: ['url'] } },
});

// Nothing tells one from another.
const Memory = resource('Memory', {
  embedded: true,
  attributes: {
    year: t.integer({ min: 1900 }).required().public(),
    text: t.string().public(),
    city: t.embedded(City).public(),
  },
});

// Embeds itself, so by name.
const Thought = resource('Thought', {
  embedded: true,
  attributes: {
    text: t.string().required().public(),
    replies: t.array(t.embedded('Thought')).public(),
  },
});

const Badge = resource('Badge', {
  embedded: true,
  attributes: { kind: t.string().public(), color: t.string().required().public() },
});

const Patch = resource('Patch', {
  embedded: true,
  attributes: {
    id: t.uuid().primaryKey(),
    kind: t.string().public(),
    width: t.integer({ min: 1 }).required().public(),
    text: t.string().public(),
  },
});

const souvenir = t.union({
  types: {
    badge: { type: t.embedded(Badge), tag: 'kind', tagValue: 'badge' },
    patch: { type: t.embedded(Patch), tag: 'kind', tagValue: 'patch' },
    year: t.integer({ min: 1900 }),
  },
});

export const Fan = resource('Fan', {
  attributes: {
    id: t.uuid().primaryKey(),
    nickName: t.string().public(),
    profile: t.embedded(Profile).public(),
    links: t.array(t.embedded(Link)).default([]).public(),
    memories: t.array(t.embedded(Memory)).public(),
    thought: t.embedded(Thought).public(),
    favourite: souvenir.public(),
    souvenirs: t.array(souvenir).public(),
  },
  actions: {
    defaults: ['create', 'read', 'update'],
    defaultAccept: '*',
    move: { type: 'update', accept: [], arguments: { to: t.embedded(City) } },
  },
});

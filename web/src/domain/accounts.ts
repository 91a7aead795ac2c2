import { domain, resource, t } from 'tunez';

/** A person on this device. What a role may do is decided by policies, which come with sign-in. */
export const User = resource('User', {
  attributes: {
    id: t.uuid().primaryKey(),
    name: t.string().required().public(),
    role: t.enum(['user', 'editor', 'admin']).default('user').required().public(),
    insertedAt: t.createTimestamp(),
    updatedAt: t.updateTimestamp(),
  },
  identities: {
    uniqueName: { keys: ['name'] },
  },
  actions: {
    defaults: ['read'],
    register: { type: 'create', accept: ['name', 'role'] },
  },
});

export const Accounts = domain('Accounts', {
  resources: { User },
  interface: ({ define }) => ({
    getUserByName: define(User, 'read', { getBy: 'name', notFoundError: false }),
    register: define(User, 'register'),
  }),
});

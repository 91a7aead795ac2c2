// What the pages of the fault runs write: entries that nothing keeps from being there twice, should one
// be written twice; and the ledger.
import { domain, resource, t } from 'tunez';

export const Entry = resource('Entry', {
  attributes: {
    id: t.uuid().primaryKey(),
    key: t.string().required().public(),
    text: t.string().public(),
  },
  actions: { defaults: ['create', 'read', 'destroy'], defaultAccept: ['key', 'text'] },
});
export const Diary = domain('Diary', { resources: { Entry } });

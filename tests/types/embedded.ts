/* eslint-disable -- what must not compile is here on purpose, and nothing of this runs */
import {
  calculate,
  domain,
  type EmbeddedInput,
  type InputOf,
  Instance,
  type RecordOf,
  ref,
  resource,
  t,
  type TunezOf,
} from 'tunez';
import { expectTypeOf } from './expect_type.ts';

const Profile = resource('Profile', {
  embedded: true,
  attributes: { firstName: t.string().required().public(), age: t.integer().public() },
  calculations: { shout: calculate(t.string(), ref('firstName').concat('!')) },
});
const Person = resource('Person', {
  attributes: {
    id: t.uuid().primaryKey(),
    profile: t.embedded(Profile).required().public(),
    loud: t.embedded(Profile, { load: ['shout'] }).public(),
    past: t.array(t.embedded(Profile)).public(),
  },
  actions: { defaults: ['read', 'create', 'update'], defaultAccept: '*' },
});
const People = domain('People', { resources: { Person } });

interface ProfileRecord {
  firstName: string;
  age: number | null;
}

expectTypeOf<RecordOf<typeof Person>>().toEqualTypeOf<{
  id: string;
  profile: ProfileRecord;
  loud: (ProfileRecord & { shout: string | null }) | null;
  past: ProfileRecord[] | null;
}>();

expectTypeOf<EmbeddedInput<typeof Profile>>().toEqualTypeOf<{
  readonly firstName?: string;
  readonly age?: number | bigint | null;
}>();

type Create = InputOf<typeof Person, 'create'>;
const partial: Create = { profile: { age: 3 }, past: [{ firstName: 'Ann' }] };
const instance: Create = { profile: new Instance('Profile', { firstName: 'Ann' }) };
// @ts-expect-error the profile is required
const missing: Create = {};
// @ts-expect-error a profile has no such field
const unknown: Create = { profile: { firstNme: 'Ann' } };

// @ts-expect-error only calculations of the resource are loaded
t.embedded(Profile, { load: ['shouted'] });

declare const tunez: TunezOf<[typeof People]>;
tunez.read(Person, 'read', {}, { filter: { profile: { firstName: 'Ann', age: { gt: 3 } } } });
tunez.read(Person, 'read', {}, { filter: { profile: { isNil: true } } });
// @ts-expect-error a filter goes on with the fields of the embedded resource
tunez.read(Person, 'read', {}, { filter: { profile: { firstNme: 'Ann' } } });

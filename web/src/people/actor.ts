import { database, type Tunez } from '../db';
import { chosenPerson, type Chosen, type Person } from './people';

const records = new WeakMap<Tunez, Map<string, Promise<Person>>>();

/** The record of who was chosen, in whose name actions are called; `undefined` for nobody. */
export async function currentActor(): Promise<Person | undefined> {
  const chosen = chosenPerson();
  if (!chosen) return undefined;
  const tunez = await database();
  const known = records.get(tunez) ?? new Map<string, Promise<Person>>();
  records.set(tunez, known);
  const record = known.get(chosen.name) ?? recordOf(tunez, chosen);
  known.set(chosen.name, record);
  record.catch(() => known.delete(chosen.name));
  return record;
}

/** People are made when they are first needed. */
async function recordOf(tunez: Tunez, { name, role }: NonNullable<Chosen>): Promise<Person> {
  const there = await tunez.accounts.getUserByName(name);
  return there ?? tunez.accounts.register({ name, role });
}

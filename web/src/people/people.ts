import type { RecordOf } from 'tunez';
import type { User } from '../domain/accounts';

export type Person = RecordOf<typeof User>;
export type Chosen = Pick<Person, 'name' | 'role'> | undefined;

/** Who uses this device, until people can sign in. */
export const people: readonly NonNullable<Chosen>[] = [
  { name: 'Noor', role: 'user' },
  { name: 'Edda', role: 'editor' },
  { name: 'Ada', role: 'admin' },
];

const key = 'tunez-person';
const nobody = '';
const listeners = new Set<() => void>();
let chosen = personOf(kept());

/** Who was chosen last, the first person at the beginning; `undefined` is nobody. */
export function chosenPerson(): Chosen {
  return chosen;
}

export function choose(person: Chosen): void {
  chosen = person;
  keep(person?.name ?? nobody);
  for (const listener of listeners) listener();
}

export function onChoice(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function personOf(name: string | null): Chosen {
  return name === nobody ? undefined : (people.find((one) => one.name === name) ?? people[0]);
}

// Browsers that block site data refuse even to be asked; then the choice lasts as long as the page.
function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(name: string): void {
  try {
    localStorage.setItem(key, name);
  } catch {
    return;
  }
}

import { useSyncExternalStore } from 'react';
import { useRevalidator } from 'react-router';
import { choose, chosenPerson, onChoice, people } from './people';

const roles = { user: 'listener', editor: 'editor', admin: 'admin' };

/** Says who is using the app, and lets another take over. */
export function WhoAmI() {
  const person = useSyncExternalStore(onChoice, chosenPerson);
  const { revalidate } = useRevalidator();
  const take = (name: string) => {
    choose(people.find((one) => one.name === name));
    void revalidate();
  };
  return (
    <div className="who">
      <span className="who-badge" aria-hidden="true">
        {person?.name[0] ?? '–'}
      </span>
      <span className="who-name" aria-hidden="true">
        {person?.name ?? 'Nobody'}
        <small>{person ? roles[person.role] : 'just looking'}</small>
      </span>
      <select
        aria-label="Who am I"
        name="who"
        data-role="who-am-i"
        value={person?.name ?? ''}
        onChange={(event) => take(event.target.value)}
      >
        {people.map(({ name, role }) => (
          <option key={name} value={name}>
            {name}, {roles[role]}
          </option>
        ))}
        <option value="">Nobody</option>
      </select>
    </div>
  );
}

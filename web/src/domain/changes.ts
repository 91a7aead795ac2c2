import { change } from 'tunez';

/** Keeps every name an artist ever had, newest first, without the one it has now. */
export const UpdatePreviousNames = change((changeset) => {
  const newName = changeset.getAttribute('name') as string;
  const previousName = changeset.getData('name') as string;
  const previousNames = changeset.getData('previousNames') as string[] | null;
  const names = new Set([previousName, ...(previousNames ?? [])]);
  names.delete(newName);
  return changeset.changeAttribute('previousNames', [...names]);
});

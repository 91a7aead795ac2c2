import { change, type Expression, ref, textOf, when } from 'tunez';

/** "3:05" of a field that counts seconds. A quotient is a float, whose text is "3.0". */
export function minutesAndSeconds(field: string): Expression<string> {
  const total = ref<number>(field);
  const seconds = total.rem(60);
  const minutes = textOf(total.minus(seconds).dividedBy(60)).split('.').at(0);
  return textOf(minutes, ':', when(seconds.lt(10), '0', ''), seconds);
}

/** Stores as seconds what the argument `duration` says as "3:05". */
export const MinutesToSeconds = change((changeset) => {
  const duration = changeset.fetchArgument('duration');
  if (duration === null && changeset.actionType === 'update')
    return changeset.addError({ field: 'duration', message: 'is required' });
  if (typeof duration !== 'string') return changeset;
  const [, minutes, seconds] = /^(\d{1,4}):([0-5]\d)$/.exec(duration) ?? [];
  if (minutes === undefined)
    return changeset.addError({ field: 'duration', message: 'use MM:SS format' });
  const durationSeconds = Number(minutes) * 60 + Number(seconds);
  if (durationSeconds === 0)
    return changeset.addError({ field: 'duration', message: 'must be at least 1 second long' });
  return changeset.changeAttribute('durationSeconds', durationSeconds);
});

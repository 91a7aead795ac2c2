import { type Expression, ref, textOf, when } from 'tunez';

/** "3:05" of a field that counts seconds. A quotient is a float, whose text is "3.0". */
export function minutesAndSeconds(field: string): Expression<string> {
  const total = ref<number>(field);
  const seconds = total.rem(60);
  const minutes = textOf(total.minus(seconds).dividedBy(60)).split('.').at(0);
  return textOf(minutes, ':', when(seconds.lt(10), '0', ''), seconds);
}

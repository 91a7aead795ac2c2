const numbers = new Intl.NumberFormat('en');

/** "1 album", "1,204 albums". */
export function counted(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

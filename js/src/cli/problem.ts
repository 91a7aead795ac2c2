/** What is told to the person at the terminal in one sentence, without a stack. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

// What the core cannot know from two definitions: whether something was renamed, or is gone. Asked at a
// terminal; elsewhere the flag that answers is named.
import { createInterface } from 'node:readline/promises';
import { Problem } from './problem.ts';

/** A question of the core. */
export interface Question {
  /** `table` or `table.column`. */
  readonly subject: string;
  readonly text: string;
  /** The names it may have got. */
  readonly candidates: readonly string[];
}

/** From subject to new name; `null`: no rename, it is gone. */
export type Renames = Readonly<Record<string, string | null>>;

/** The answers given by `--rename old:new`. */
export function renamesFrom(flags: readonly string[]): Renames {
  const renames: Record<string, string | null> = {};
  for (const flag of flags) {
    const [subject, to, more] = flag.split(':');
    if (subject === undefined || subject === '' || to === undefined || more !== undefined)
      throw new Problem(`--rename ${flag}: write old:new, or old: for what is gone`);
    renames[subject] = to === '' ? null : to.slice(to.lastIndexOf('.') + 1);
  }
  return renames;
}

/** Asks the person at the terminal. */
export async function answerQuestions(questions: readonly Question[]): Promise<Renames> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) throw unanswered(questions);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answers: Record<string, string | null> = {};
    for (const question of questions)
      answers[question.subject] = await ask(question, (text) => terminal.question(text));
    return answers;
  } finally {
    terminal.close();
  }
}

async function ask(
  { subject, text, candidates }: Question,
  read: (text: string) => Promise<string>,
): Promise<string | null> {
  const yes = /^y(es)?$/i.test((await read(`${text} [y/N] `)).trim());
  if (candidates.length === 0) {
    if (yes) return null;
    throw new Problem(`${subject} stays as it is; nothing was written`);
  }
  if (!yes) return null;
  if (candidates.length === 1) return candidates[0]!;
  for (let tries = 0; tries < 3; tries++) {
    const name = (await read(`What are you renaming it to? (${candidates.join(', ')}) `)).trim();
    if (candidates.includes(name)) return name;
  }
  throw new Problem(`${subject} was given no new name; nothing was written`);
}

function unanswered(questions: readonly Question[]): Problem {
  const lines = questions.map(({ subject, text, candidates }) => {
    const flags = [
      ...candidates.map((name) => `--rename ${subject}:${name}`),
      `--rename ${subject}:`,
    ];
    return `  ${text} Answer with ${flags.join(' or ')} (gone).`;
  });
  return new Problem(`questions that need a terminal:\n${lines.join('\n')}`);
}

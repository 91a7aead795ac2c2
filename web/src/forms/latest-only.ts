/**
 * Asks one question at a time. While an answer is awaited only the newest question is kept, and an
 * answer is delivered only if nothing newer was asked meanwhile.
 */
export function latestOnly<Question, Answer>(
  question: (asked: Question) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
  onFailure: (problem: unknown) => void,
): { ask: (asked: Question) => void; stop: () => void } {
  let newest = 0;
  let waiting: { asked: Question; ticket: number } | undefined;
  let running = false;

  const take = () => {
    const next = waiting;
    waiting = undefined;
    return next;
  };
  const run = async () => {
    running = true;
    for (let next = take(); next; next = take()) {
      const { asked, ticket } = next;
      try {
        const answer = await question(asked);
        if (ticket === newest) onAnswer(answer);
      } catch (problem) {
        if (ticket === newest) onFailure(problem);
      }
    }
    running = false;
  };

  return {
    ask: (asked) => {
      waiting = { asked, ticket: ++newest };
      if (!running) void run();
    },
    stop: () => {
      newest++;
      waiting = undefined;
    },
  };
}

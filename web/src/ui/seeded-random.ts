export interface Random {
  between(low: number, high: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** Numbers that look random and depend on the text alone (FNV-1a, then mulberry32). */
export function seededRandom(text: string): Random {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193);

  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => Math.round((low + next() * (high - low)) * 10) / 10,
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
  };
}

// What setup tells the person who runs it.

/** Something that person can put right. Its message is one clear sentence and needs no stack. */
export class Problem extends Error {}

/** Announces a step that takes a while. Steps with nothing to do stay silent. */
export const say = (line) => console.log(`setup: ${line}`);

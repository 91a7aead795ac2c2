// Runs the cases of one file.
import { modules } from './files.ts';
import { isMap, listAt, textAt } from './json.ts';
import { Unsupported } from './world.ts';

export interface Verdict {
  id: string;
  outcome: 'passed' | 'failed' | 'unsupported';
  /** What differs, or what is missing. */
  why?: string;
}

export interface FileResult {
  file: string;
  verdicts: Verdict[];
}

export async function runFile(
  name: string,
  content: Parameters<typeof textAt>[0],
  only?: string,
): Promise<FileResult> {
  const runCase = modules[name]!(content);
  const verdicts: Verdict[] = [];
  for (const testCase of listAt(content, 'cases').filter(isMap)) {
    const id = textAt(testCase, 'id');
    if (testCase.quirk === true || (only !== undefined && id !== only)) continue;
    verdicts.push({ id, ...(await verdict(() => runCase(testCase))) });
  }
  return { file: name, verdicts };
}

async function verdict(run: () => Promise<string | undefined>): Promise<Omit<Verdict, 'id'>> {
  try {
    const why = await run();
    return why === undefined ? { outcome: 'passed' } : { outcome: 'failed', why };
  } catch (cause) {
    if (cause instanceof Unsupported) return { outcome: 'unsupported', why: cause.message };
    return { outcome: 'failed', why: cause instanceof Error ? cause.message : String(cause) };
  }
}

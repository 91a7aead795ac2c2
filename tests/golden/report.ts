// What the runs found, for people and for programs.
import type { FileResult, Verdict } from './run.ts';

export function printJson(results: readonly FileResult[]): void {
  const files = results.map(({ file, verdicts }) => ({
    file,
    passed: count(verdicts, 'passed'),
    failed: count(verdicts, 'failed'),
    unsupported: count(verdicts, 'unsupported'),
    failures: verdicts.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id),
  }));
  console.log(JSON.stringify({ files }));
}

/** With `why`, says of each case what differs or is missing. */
export function printTable(results: readonly FileResult[], why: boolean): void {
  for (const { file, verdicts } of results) {
    const counts = (['passed', 'failed', 'unsupported'] as const)
      .map((outcome) => `${String(count(verdicts, outcome))} ${outcome}`)
      .join(', ');
    console.log(`${file}: ${counts}`);
    for (const outcome of ['failed', 'unsupported'] as const) printCases(verdicts, outcome, why);
  }
}

function printCases(verdicts: readonly Verdict[], outcome: Verdict['outcome'], why: boolean): void {
  const cases = verdicts.filter((verdict) => verdict.outcome === outcome);
  if (cases.length === 0) return;
  if (why)
    for (const { id, why: reason = '' } of cases) console.log(`  ${outcome} ${id}: ${reason}`);
  else console.log(`  ${outcome}: ${cases.map(({ id }) => id).join(' ')}`);
}

function count(verdicts: readonly Verdict[], outcome: Verdict['outcome']): number {
  return verdicts.filter((verdict) => verdict.outcome === outcome).length;
}

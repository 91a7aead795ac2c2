// Full case mappings and foldings. Each table is a list of runs ({ first, target, count, step }: every step-th code point
// from `first` maps to the one as far from `target`), and of the mappings to several code points.
import { codePoints } from './unicode-data.mjs';

export function caseTables(data) {
  const upper = new Map();
  const lower = new Map();
  for (const fields of data.rows('UnicodeData.txt')) {
    const [code] = codePoints(fields[0]);
    if (fields[12]) upper.set(code, codePoints(fields[12]));
    if (fields[13]) lower.set(code, codePoints(fields[13]));
  }
  for (const [code, low, , high, conditions] of data.rows('SpecialCasing.txt')) {
    if (conditions) continue; // Final sigma, and what only some languages do.
    const [source] = codePoints(code);
    lower.set(source, codePoints(low));
    upper.set(source, codePoints(high));
  }
  const fold = new Map();
  for (const [code, status, mapping] of data.rows('CaseFolding.txt'))
    if (status === 'C' || status === 'F') fold.set(codePoints(code)[0], codePoints(mapping));
  return { upper: table(upper), lower: table(lower), fold: table(fold) };
}

function table(mappings) {
  const entries = [...mappings]
    .filter(([code, mapped]) => mapped.length > 1 || mapped[0] !== code)
    .sort((left, right) => left[0] - right[0]);
  const runs = [];
  for (const [code, [mapped]] of entries.filter(([, mapped]) => mapped.length === 1)) {
    const run = runs.at(-1);
    if (!run || !extend(run, code, mapped))
      runs.push({ first: code, target: mapped, count: 1, step: 1 });
  }
  const several = entries
    .filter(([, mapped]) => mapped.length > 1)
    .map(([code, mapped]) => [code, ...mapped]);
  return { runs, several };
}

// Upper and lower case often alternate, so a run may also take every second code point.
function extend(run, code, mapped) {
  const last = run.first + (run.count - 1) * run.step;
  const step = code - last;
  const sameDistance = mapped - code === run.target - run.first;
  if (!sameDistance || step > 2 || (run.count > 1 && step !== run.step)) return false;
  run.step = step;
  run.count += 1;
  return true;
}

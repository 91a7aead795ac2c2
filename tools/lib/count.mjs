// How many tests passed and failed, from what Catch2 and Node's test runner print.

/** Adds up the closing lines of all Catch2 programs in some output. */
export function countCatch2(output) {
  let [passed, failed] = [0, 0];
  for (const line of output.split('\n')) {
    const all = /All tests passed \(.* in (\d+) test cases?\)/.exec(line);
    if (all) passed += Number(all[1]);
    if (!/test cases: *\d+ \|/.test(line)) continue;
    passed += Number(/(\d+) passed/.exec(line)?.[1] ?? 0);
    failed += Number(/(\d+) failed/.exec(line)?.[1] ?? 0);
  }
  return { passed, failed };
}

/** Reads the summary of `node --test --test-reporter=spec`. */
export function countNode(output) {
  const last = (word) =>
    Number([...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)`, 'gm'))].at(-1)?.[1] ?? 0);
  return { passed: last('pass'), failed: last('fail') + last('cancelled') };
}

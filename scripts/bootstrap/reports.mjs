/** The counts of a report: vitest's JSON or pytest's JUnit XML; one that was never written is a failed run. */
export function countTests(text) {
  if (text.startsWith('{')) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0, success } = JSON.parse(text);
    // A file that cannot be loaded fails without a failed test.
    const failed = numFailedTests || (success ? 0 : 1);
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  }
  if (!text.includes('<testsuite ')) return { passed: 0, failed: 1, skipped: 0 };
  const attribute = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(text)?.[1] ?? 0);
  const failed = attribute('failures') + attribute('errors');
  return { passed: attribute('tests') - failed - attribute('skipped'), failed, skipped: attribute('skipped') };
}

/** The last line of `npm test`; `checksFailed` counts what failed besides tests. */
export function summary(counts, checksFailed = 0) {
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  const line = `${sum('passed')} passed, ${sum('failed') + checksFailed} failed`;
  return sum('skipped') === 0 ? line : `${line}, ${sum('skipped')} skipped`;
}

import { describe, expect, it } from 'vitest';
import { installFailure } from '../install-failure.mjs';
import { countTests, summary } from '../reports.mjs';

const vitest = (changes) => JSON.stringify({
  success: true, numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 1, ...changes,
});
const pytest = (attributes) => `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${attributes} time="1.0">`;

describe('counts of a report', () => {
  it.each([
    ['vitest', vitest({}), { passed: 5, failed: 0, skipped: 1 }],
    ['vitest with failures', vitest({ success: false, numFailedTests: 2, numFailedTestSuites: 1 }), { passed: 5, failed: 2, skipped: 1 }],
    ['vitest with a file that does not load', vitest({ success: false, numFailedTestSuites: 1 }), { passed: 5, failed: 1, skipped: 1 }],
    ['pytest', pytest('errors="1" failures="2" skipped="3" tests="10"'), { passed: 4, failed: 3, skipped: 3 }],
    ['a run that wrote nothing', '', { passed: 0, failed: 1, skipped: 0 }],
  ])('of %s', (_what, report, counts) => {
    expect(countTests(report)).toEqual(counts);
  });

  it('are summed in one line, with what failed besides', () => {
    const counts = [{ passed: 4, failed: 0, skipped: 0 }, { passed: 3, failed: 1, skipped: 0 }];
    expect(summary(counts)).toBe('7 passed, 1 failed');
    expect(summary([...counts, { passed: 0, failed: 0, skipped: 2 }], 1)).toBe('7 passed, 2 failed, 2 skipped');
  });
});

describe('an installation that failed', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error request to https://registry failed', 'There is no network'],
    ['npm error code ENOSPC\nnpm error nospc no space left on device', 'The disk is full'],
    ['ERR_PNPM_META_FETCH_FAIL self-signed: DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ["npm error EACCES: permission denied, mkdir '/somewhere'", 'permissions'],
  ])('is one sentence: %s', (output, words) => {
    expect(installFailure(output)).toContain(words);
  });

  it('is left to speak for itself when nothing is known about it', () => {
    expect(installFailure('ERR_PNPM_OUTDATED_LOCKFILE')).toBeUndefined();
  });
});

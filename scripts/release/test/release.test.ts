import { describe, expect, it } from 'vitest';
import { offersProvenance } from '../provenance.ts';
import { releaseProblems } from '../release-problems.ts';

describe('a release', () => {
  const ready = { changes: '', changesets: ['config.json', 'README.md'], versions: ['0.1.0', '0.1.0'] };

  it('may begin from a clean checkout whose versions are bumped', () => {
    expect(releaseProblems(ready)).toEqual([]);
  });

  it.each([
    ['changesets that are pending', { changesets: ['config.json', 'brave-cats.md'] }, /brave-cats\.md.*npm run bump/],
    ['changes', { changes: ' M package.json\n' }, /commit them/],
    ['versions that differ', { versions: ['0.1.0', '0.2.0'] }, /0\.1\.0, 0\.2\.0/],
  ])('may not begin with %s', (_what, change, words) => {
    expect(releaseProblems({ ...ready, ...change })).toEqual([expect.stringMatching(words)]);
  });
});

it.each([
  ['GitHub with the permission', { ACTIONS_ID_TOKEN_REQUEST_URL: 'https://example.org' }, true],
  ['GitHub without', { GITHUB_ACTIONS: 'true' }, false],
  ['GitLab with the token', { GITLAB_CI: 'true', SIGSTORE_ID_TOKEN: 'x' }, true],
  ['a desk', {}, false],
])('provenance on %s: %s', (_where, env, offered) => {
  expect(offersProvenance(env)).toBe(offered);
});

/** What decides whether a release may begin. */
export interface ReleaseState {
  /** What `git status --porcelain` prints. */
  readonly changes: string;
  /** The names in `.changeset`. */
  readonly changesets: readonly string[];
  /** The versions of the packages. */
  readonly versions: readonly string[];
}

/** Why a release may not begin: a sentence each. */
export function releaseProblems({ changes, changesets, versions }: ReleaseState): string[] {
  const pending = changesets.filter((name) => name.endsWith('.md') && name !== 'README.md');
  return [
    ...(pending.length === 0 ? [] : [`Changesets are pending (${pending.join(', ')}): "npm run bump", and commit.`]),
    ...(changes.trim() === '' ? [] : ['The checkout has changes: commit them, so that a release can be found again.']),
    ...(new Set(versions).size === 1 ? [] : [`The packages have different versions: ${versions.join(', ')}.`]),
  ];
}

/**
 * Whether this CI can say where a package was built, so that a registry signs it: GitHub Actions with the permission
 * `id-token: write`, or GitLab CI with an id token named `SIGSTORE_ID_TOKEN`.
 */
export function offersProvenance(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env['ACTIONS_ID_TOKEN_REQUEST_URL'] || (env['GITLAB_CI'] && env['SIGSTORE_ID_TOKEN']));
}

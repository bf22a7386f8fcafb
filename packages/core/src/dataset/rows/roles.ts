/** A role as chat templates know it. */
export type CanonicalRole = 'system' | 'user' | 'assistant' | 'tool';

const ROLES: ReadonlyMap<string, CanonicalRole> = new Map([
  ['system', 'system'], ['developer', 'system'],
  ['user', 'user'], ['human', 'user'],
  ['assistant', 'assistant'], ['gpt', 'assistant'], ['model', 'assistant'], ['bot', 'assistant'],
  ['tool', 'tool'], ['function', 'tool'], ['observation', 'tool'], ['function_response', 'tool'], ['ipython', 'tool'],
]);

/** What a role means, in letters of any case; `undefined` for one that is not known. */
export function canonicalRole(role: unknown): CanonicalRole | undefined {
  if (typeof role !== 'string') return undefined;
  return ROLES.get(role) ?? ROLES.get(role.toLowerCase());
}

/** Whether a role is written as in the list of known ones. */
export function isPlainRole(role: unknown): boolean {
  return typeof role === 'string' && ROLES.has(role);
}

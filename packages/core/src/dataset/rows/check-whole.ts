import type { AddProblem } from './row-problem.ts';

/**
 * Refuses text, or text anywhere in a list or an object, that holds half a surrogate pair, as a careless `slice`
 * through an emoji leaves it: no tokenizer takes it.
 */
export function checkWhole(value: unknown, path: string, add: AddProblem): void {
  if (!isWhole(value)) add('UNPAIRED_SURROGATE', path, value, 'text without half a surrogate pair');
}

function isWhole(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWhole(inner));
}

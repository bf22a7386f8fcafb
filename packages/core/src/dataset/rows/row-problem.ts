import { isObject } from '../../config/paths.ts';
import type { RowIssueCode } from '../../contract/dataset-issues.ts';

/** Why a row cannot be used: the first of a row is what it is refused for. */
export interface RowProblem {
  readonly code: RowIssueCode;
  /** `messages[1].content`; empty for all of the row. */
  readonly path: string;
  /** The value there; `undefined` where there is nothing. */
  readonly found: unknown;
  readonly expected: string;
}

/** Takes the problems of a row, as they are found. */
export type AddProblem = (code: RowIssueCode, path: string, found: unknown, expected: string) => void;

/** A short form of a value, for a sentence: rows can be long. `undefined` when there is none. */
export function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}${speakers(value)}`;
  if (typeof value === 'object' && value !== null) {
    return `an object with ${Object.keys(value).slice(0, 6).join(', ') || 'no keys'}`;
  }
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}

/** Who speaks in the last turns of a list of them, such as ` (…, assistant, user)`. */
function speakers(list: readonly unknown[]): string {
  const roles = list.slice(-3).map((turn) => (isObject(turn) ? (turn['role'] ?? turn['from']) : undefined));
  if (!roles.every((role) => typeof role === 'string')) return '';
  return ` (${[...(list.length > 3 ? ['…'] : []), ...roles.map((role) => role.slice(0, 20))].join(', ')})`;
}

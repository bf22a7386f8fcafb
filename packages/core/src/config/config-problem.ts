import type { ErrorCode } from '../contract/error-codes.ts';
import type { JsonObject, JsonValue } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import type { Position } from './key-positions.ts';

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** `CONFIG_INVALID` by default. */
  readonly code?: ErrorCode;
  /** The key, as a dotted path; empty for the document itself. */
  readonly key: string;
  readonly found?: JsonValue;
  readonly expected: string;
  /** The known key that was probably meant. */
  readonly nearest?: string;
}

/** Where the values of a configuration come from. */
export interface ConfigOrigin {
  readonly file: string;
  readonly positions: ReadonlyMap<string, Position>;
  /** Whether a key was set by an override rather than by the file. */
  isOverridden(key: string): boolean;
}

/** One error for all problems: the first in its headline, each of them in `details.problems`. */
export function problemsError(problems: readonly ConfigProblem[], origin: ConfigOrigin): ConfigurationError {
  const described = problems.map((problem) => describe(problem, origin));
  const [first] = described;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const lines = described.slice(1, 6).map(({ text }) => `\n  ${text}`).join('');
  const nearest = problems[0]?.nearest;
  return new ConfigurationError(problems[0]?.code ?? 'CONFIG_INVALID', `${first?.text ?? ''}${more}${lines}`, {
    hint: nearest === undefined ? `It should be ${problems[0]?.expected ?? 'something else'}.` : `Did you mean "${nearest}"?`,
    details: { ...first?.data, problems: described.map(({ data }) => data) },
  });
}

function describe(problem: ConfigProblem, origin: ConfigOrigin): { text: string; data: JsonObject } {
  const { key, found, expected, nearest, code = 'CONFIG_INVALID' } = problem;
  const isOverride = origin.isOverridden(key);
  const position = isOverride ? undefined : positionOf(key, origin);
  const place = isOverride ? 'in the overrides' : `${origin.file}${position ? `:${position.line}:${position.column}` : ''}`;
  const what = found === undefined ? '' : `: found ${JSON.stringify(found)}`;
  const meant = nearest === undefined ? '' : `; nearest known key: ${nearest}`;
  const data = { code, file: origin.file, ...position, key, expected, ...(found === undefined ? {} : { found }), ...(nearest ? { nearest } : {}) };
  return { text: `${place}: ${key || 'the document'}${what}, expected ${expected}${meant}`, data };
}

/** Of the key itself, or of the section in which it is missing. */
function positionOf(key: string, { positions }: ConfigOrigin): Position | undefined {
  const parts = key.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const position = positions.get(parts.slice(0, length).join('.'));
    if (position) return position;
  }
  return undefined;
}

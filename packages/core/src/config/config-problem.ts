import type { ErrorCode } from '../contract/error-codes.ts';
import type { JsonObject, JsonValue } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import type { Position } from './key-positions.ts';
import { meantBy } from './meant-by.ts';

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** `CONFIG_INVALID` by default. */
  readonly code?: ErrorCode;
  /** The key, as a dotted path; empty for the document itself. */
  readonly key: string;
  /** The value; left out where the key is missing or unknown. */
  readonly found?: JsonValue;
  readonly expected: string;
  /** The known key that was probably meant, as a dotted path. */
  readonly nearest?: string;
  /** What the key means. */
  readonly about?: string;
}

/** What a key that nobody knows is told. */
export const KNOWN_KEY = 'a known key';

/** Where the values of a configuration come from. */
export interface ConfigOrigin {
  readonly file: string;
  readonly positions: ReadonlyMap<string, Position>;
  /** The override that set a key, such as `overrides.epochs`; `undefined` when the file did. */
  overrideOf(key: string): string | undefined;
}

/**
 * One error for all problems, in the order of the file, those of overrides last: the first is the headline and gives
 * the code, each is a line of the message and of `details.problems`.
 */
export function problemsError(found: readonly ConfigProblem[], origin: ConfigOrigin): ConfigurationError {
  const problems = inOrder(found, origin);
  const described = problems.map((problem) => describe(problem, origin));
  const [first] = described;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const lines = described.slice(1).map(({ text }) => `\n  ${text}`).join('');
  return new ConfigurationError(problems[0]?.code ?? 'CONFIG_INVALID', `${first?.text ?? ''}${more}${lines}`, {
    hint: problems[0] && hintFor(problems[0]),
    details: { ...first?.data, problems: described.map(({ data }) => data) },
  });
}

function inOrder(problems: readonly ConfigProblem[], origin: ConfigOrigin): readonly ConfigProblem[] {
  const lineOf = ({ key }: ConfigProblem) =>
    (origin.overrideOf(key) === undefined ? (positionOf(key, origin)?.line ?? 0) : Infinity);
  return problems.toSorted((a, b) => (lineOf(a) === lineOf(b) ? 0 : lineOf(a) - lineOf(b)));
}

function describe(problem: ConfigProblem, origin: ConfigOrigin): { text: string; data: JsonObject } {
  const { key, found, expected, nearest, code = 'CONFIG_INVALID' } = problem;
  const override = origin.overrideOf(key);
  const position = override === undefined ? positionOf(key, origin) : undefined;
  const where = override === undefined ? { file: origin.file, ...position } : { override };
  const what = { ...(found === undefined ? {} : { found }), expected, ...(nearest === undefined ? {} : { nearest }) };
  const text = `${placeOf(key, origin.file, position, override)} ${sentence(problem)}`;
  return { text, data: { code, ...where, key, ...what } };
}

function placeOf(key: string, file: string, position: Position | undefined, override: string | undefined): string {
  const name = key === '' ? 'the document' : key;
  if (override === undefined) return `${file}:${position ? `${position.line}:${position.column}:` : ''} ${name}`;
  return override.endsWith(key) ? override : `${override} (${key})`;
}

function sentence({ key, found, expected, nearest }: ConfigProblem): string {
  if (expected === KNOWN_KEY) return `is not a known key${nearest === undefined ? '' : suggestion(key, nearest)}.`;
  return `${found === undefined ? 'is missing' : `is ${shown(found)}`}, expected ${expected}.`;
}

function suggestion(key: string, nearest: string): string {
  const elsewhere = sectionOf(key) !== sectionOf(nearest);
  return elsewhere ? ` here: it belongs to another section, ${nearest}` : `; the nearest one is ${nearest}`;
}

function hintFor({ key, found, expected, nearest, about }: ConfigProblem): string {
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  if (expected === KNOWN_KEY) return 'Remove it.';
  const advice = typeof found === 'string' ? meantBy(found, expected) : undefined;
  const write = `Write ${advice ?? expected.replace(/: .*/s, '')}.`;
  return about === undefined ? write : `${write} ${key}: ${about}`;
}

/** Of the key itself, or of the section in which it is missing. */
function positionOf(key: string, { positions }: ConfigOrigin): Position | undefined {
  for (let path = key; path !== ''; path = sectionOf(path)) {
    const position = positions.get(path);
    if (position) return position;
  }
  return undefined;
}

/** A value as it is told; JSON has no word for infinite numbers. */
function shown(value: JsonValue): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** The section that a key stands in; empty at the top. */
export function sectionOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('.')));
}

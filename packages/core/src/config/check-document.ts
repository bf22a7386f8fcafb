import type * as z from 'zod';
import type { JsonObject, JsonValue } from '../contract/json.ts';
import { KNOWN_KEY, sectionOf, type ConfigProblem } from './config-problem.ts';
import { nearestName } from './nearest-name.ts';
import { valueAt } from './paths.ts';
import { describeKeys } from './schema-keys.ts';

type Issue = z.core.$ZodIssue;

/** What a schema says about each of its keys. */
type Known = ReadonlyMap<string, string | undefined>;

/** A document checked against its schema: its value with every default filled in, or what is wrong. */
export function checkDocument<S>(
  schema: z.ZodType<S>,
  document: JsonObject,
): { readonly value: S } | { readonly problems: readonly ConfigProblem[] } {
  const checked = schema.safeParse(document);
  if (checked.success) return { value: checked.data };
  const known = describeKeys(schema);
  return { problems: checked.error.issues.flatMap((issue) => toProblems(issue, document, known)) };
}

function toProblems(issue: Issue, document: JsonObject, known: Known): ConfigProblem[] {
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => unknownKey(key, name, [...known.keys()]));
  }
  const found = tellable(valueAt(document, key));
  const about = known.get(key);
  const expected = expectation(issue);
  return [{ key, ...(found === undefined ? {} : { found }), expected, ...(about ? { about } : {}) }];
}

/** A value in JSON; what a program gave that has no place there, by its kind. */
function tellable(value: unknown): JsonValue | undefined {
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return `a ${typeof value}`;
  try {
    return JSON.stringify(value) === undefined ? undefined : (value as JsonValue);
  } catch {
    return 'an object that is no JSON';
  }
}

/** The most similar key of its section, else the same name in another one, else the most similar one of all. */
function unknownKey(section: string, name: string, known: readonly string[]): ConfigProblem {
  const key = section === '' ? name : `${section}.${name}`;
  const siblings = known.filter((path) => sectionOf(path) === section);
  const sameName = known.find((path) => lastName(path) === name);
  const nearest = nearestKey(name, siblings) ?? sameName ?? nearestKey(name, known);
  return { key, expected: KNOWN_KEY, ...(nearest === undefined ? {} : { nearest }) };
}

function nearestKey(name: string, keys: readonly string[]): string | undefined {
  const near = nearestName(name, keys.map(lastName));
  return keys.find((path) => lastName(path) === near);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return typeName(issue.expected);
    case 'invalid_value': return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small': return bound('at least', 'more than', issue.minimum, issue);
    case 'too_big': return bound('at most', 'less than', issue.maximum, issue);
    case 'invalid_union': return ofUnion(issue);
    default: return issue.message;
  }
}

/** The schema's own words where it has some; zod's are `Invalid input`. */
function ofUnion({ message, errors }: z.core.$ZodIssueInvalidUnion): string {
  if (message !== 'Invalid input') return message;
  return [...new Set(errors.flat().map(expectation))].join(', or ');
}

/** What is counted where a limit is on a length. */
const UNITS: Readonly<Record<string, string>> = { array: 'item', string: 'character' };

type Limited = z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig;

function bound(inclusive: string, exclusive: string, limit: number | bigint, issue: Limited): string {
  const unit = UNITS[issue.origin];
  const counted = unit === undefined ? '' : ` ${unit}${Number(limit) === 1 ? '' : 's'}`;
  return `${issue.inclusive === false ? exclusive : inclusive} ${String(limit)}${counted}`;
}

function typeName(type: string): string {
  const names: Record<string, string> = {
    int: 'a whole number', array: 'a list', object: 'a section', string: 'text', boolean: 'true or false', null: 'null',
  };
  return names[type] ?? `a ${type}`;
}

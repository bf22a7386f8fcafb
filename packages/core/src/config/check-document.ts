import type { z } from 'zod';
import type { JsonObject } from '../contract/json.ts';
import type { ConfigProblem } from './config-problem.ts';
import { nearestName } from './nearest-name.ts';
import { valueAt } from './paths.ts';

type Issue = z.core.$ZodIssue;

/** A document checked against its schema: its value with every default filled in, or what is wrong. */
export function checkDocument<S extends z.ZodType>(
  schema: S,
  document: JsonObject,
): { readonly value: z.output<S> } | { readonly problems: readonly ConfigProblem[] } {
  const checked = schema.safeParse(document);
  if (checked.success) return { value: checked.data };
  const known = knownKeys(schema);
  return { problems: checked.error.issues.flatMap((issue) => toProblems(issue, document, known)) };
}

function toProblems(issue: Issue, document: JsonObject, known: readonly string[]): ConfigProblem[] {
  const key = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownKey(key, name, known));
  const found = valueAt(document, key);
  return [{ key, ...(found === undefined ? {} : { found }), expected: expectation(issue) }];
}

/** A name that belongs to another section is found there; else the most similar one of its own section. */
function unknownKey(section: string, name: string, known: readonly string[]): ConfigProblem {
  const key = section === '' ? name : `${section}.${name}`;
  const siblings = known.filter((path) => path.split('.').slice(0, -1).join('.') === section);
  const names = siblings.map((path) => path.split('.').at(-1) ?? '');
  const near = nearestName(name, names);
  const nearest = near === undefined
    ? (known.find((path) => path.endsWith(`.${name}`)) ?? known.find((path) => nearestName(name, [path.split('.').at(-1) ?? ''])))
    : siblings[names.indexOf(near)];
  return { key, expected: 'a known key', ...(nearest === undefined ? {} : { nearest }) };
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return article(issue.expected);
    case 'invalid_value': return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small': return bound('at least', 'more than', issue);
    case 'too_big': return bound('at most', 'less than', issue);
    case 'invalid_union': return unique(issue.errors.flat().map(expectation)).join(', or ');
    default: return issue.message;
  }
}

function bound(inclusive: string, exclusive: string, issue: Issue & { code: 'too_small' | 'too_big' }): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const unit = issue.origin === 'array' ? ' items' : issue.origin === 'string' ? ' characters' : '';
  return `${issue.inclusive === false ? exclusive : inclusive} ${String(limit)}${unit}`;
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'null') return 'null';
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type === 'array' ? 'list' : type === 'object' ? 'section' : type}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Every key that a schema knows, as dotted paths. */
export function knownKeys(schema: z.ZodType, path = ''): string[] {
  const shape = shapeOf(schema);
  if (!shape) return [];
  return Object.entries(shape).flatMap(([name, inner]) => {
    const key = path === '' ? name : `${path}.${name}`;
    return [key, ...knownKeys(inner, key)];
  });
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> | undefined {
  let current = schema as z.ZodType & { shape?: Record<string, z.ZodType>; unwrap?: () => z.ZodType };
  while (!current.shape && typeof current.unwrap === 'function') current = current.unwrap() as typeof current;
  return current.shape;
}

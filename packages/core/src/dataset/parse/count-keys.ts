import { DEEPEST } from '../rows/text-rules.ts';

/**
 * How many texts of quotes the JSON of `value` has: a key and a text count one each. Compared with the quotes of the
 * line it tells whether a key stands twice, of which `JSON.parse` keeps the last. -1 when it is nested too deeply.
 */
export function countTexts(value: unknown, depth = 0): number {
  if (typeof value === 'string') return 1;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST) return -1;
  return Array.isArray(value) ? countAll(value, depth) : countMembers(value as Record<string, unknown>, depth);
}

function countAll(values: readonly unknown[], depth: number): number {
  let count = 0;
  for (let index = 0; index < values.length; index += 1) {
    const inner = countTexts(values[index], depth + 1);
    if (inner < 0) return -1;
    count += inner;
  }
  return count;
}

function countMembers(members: Record<string, unknown>, depth: number): number {
  let count = 0;
  // The keys of what JSON.parse made are its own.
  for (const key in members) {
    const value = members[key];
    const inner = typeof value === 'string' ? 1 : countTexts(value, depth + 1);
    if (inner < 0) return -1;
    count += inner + 1;
  }
  return count;
}

const BACKSLASH = 0x5c;

/** The quotes of valid JSON that begin or end a text: all but the escaped ones. */
export function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at - 1) !== BACKSLASH || !isEscaped(text, at)) count += 1;
  }
  return count;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

import { DEEPEST } from '../rows/text-rules.ts';

/** How many keys the objects in `value` have; -1 when it is nested too deeply. */
export function countKeys(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST) return -1;
  return Array.isArray(value) ? ofList(value, depth) : ofObject(value as Record<string, unknown>, depth);
}

function ofList(values: readonly unknown[], depth: number): number {
  let count = 0;
  for (let index = 0; index < values.length; index += 1) {
    const inner = countKeys(values[index], depth + 1);
    if (inner < 0) return -1;
    count += inner;
  }
  return count;
}

function ofObject(members: Record<string, unknown>, depth: number): number {
  let count = 0;
  // The keys of what JSON.parse made are its own.
  for (const key in members) {
    const value = members[key];
    const inner = typeof value === 'string' ? 0 : countKeys(value, depth + 1);
    if (inner < 0) return -1;
    count += inner + 1;
  }
  return count;
}

const BACKSLASH = 0x5c;

/**
 * How many keys valid JSON names, each as often as it stands there: more than {@link countKeys} finds where one stands
 * twice, of which `JSON.parse` keeps the last. A quick look: a text that begins with a colon counts as well, and a key
 * with space before its colon does not; where the two numbers differ, reading tells why.
 */
export function countNamed(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
    // Within text a quote is escaped; one that is not, before a colon, ends a key.
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

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countKeys, countNamed } from '../../../src/dataset/parse/count-keys.ts';
import { duplicateKeys, jsonError } from '../../../src/dataset/parse/json-error.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON, and what is nearly JSON: a piece of it replaced. */
const nearlyJson = fc.tuple(
  fc.json({ maxDepth: 3 }), fc.nat(60), fc.nat(3),
  fc.constantFrom('', ',', '"', '\\', '}', ']', ':', ' ', '0', '-', '.', 'e', '1', 'null', 'NaN', "'", '\t', '\ud83d', '\u2028', '\\u12', '\\"'),
).map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));

test('what JSON.parse refuses has a place, and nothing else has', () => {
  fc.assert(fc.property(nearlyJson, (text) => {
    const error = jsonError(text);
    expect(error === undefined).toBe(isJson(text));
    if (!error) return;
    // All before the place is the beginning of something that can still become JSON.
    expect(error.column).toBeGreaterThanOrEqual(1);
    expect(error.column).toBeLessThanOrEqual(text.length + 1);
  }), { numRuns: 3000 });
});

test('as many keys are named as there are, unless one stands twice or a text begins with a colon', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 4 }), (text) => {
    expect(countNamed(text)).toBeGreaterThanOrEqual(countKeys(JSON.parse(text)));
    expect(duplicateKeys(text)).toEqual([]);
  }), { numRuns: 500, examples: [['[":",{"a":": b"}]']] });
});

test.each([
  ['{"a":1,"a":2}', ['a']],
  ['{"a": "x\\\\", "b": "\\":"}', []],
  ['{"a":{"b":[{"c":1,"d":2,"c":"x"}]},"b":1}', ['a.b[0].c']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"__proto__":1,"__proto__":2,"toString":3}', ['__proto__']],
  ['{"a":"\\"a\\":1","b":"{\\"a\\":1,\\"a\\":2}"}', []],
])('%s: %j', (text, paths) => {
  expect(duplicateKeys(text)).toEqual(paths);
  expect(countNamed(text) - countKeys(JSON.parse(text))).toBe(paths.length);
});

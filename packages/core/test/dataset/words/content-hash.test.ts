import { expect, test } from 'vitest';
import { HashIndex } from '../../../src/dataset/inspect/compare/hash-index.ts';
import { ContentHash } from '../../../src/dataset/words/content-hash.ts';

const hash = new ContentHash();
function hashOf(...pieces: readonly (readonly [kind: number, text: string])[]): string {
  hash.reset();
  for (const [kind, text] of pieces) hash.add(kind, text);
  hash.digest();
  return `${hash.high}-${hash.low}`;
}

test('pieces of another kind, order, or cut are other content', () => {
  const all = [
    hashOf([2, 'ab'], [3, 'c']), hashOf([2, 'a'], [3, 'bc']), hashOf([3, 'ab'], [2, 'c']), hashOf([2, 'abc']), hashOf([3, 'c'], [2, 'ab']),
    hashOf([2, ''], [2, 'ab'], [3, 'c']), hashOf([2, 'ab'], [3, 'ć']), hashOf([2, 'aB'], [3, 'c']), hashOf(),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(hashOf([2, 'ab'], [3, 'c'])).toBe(all[0]);
});

test('a hundred thousand texts that differ in a digit have hashes of their own, and every row is found again', () => {
  const index = new HashIndex();
  const lows = new Set<number>();
  for (let row = 1; row <= 100_000; row += 1) {
    hashOf([2, `The same long question number ${row}, with the same end.`]);
    const at = index.add(hash.high, hash.low, row);
    expect(index.lines[at] === row).toBe(true);
    lows.add(hash.low);
  }
  expect(index).toMatchObject({ size: 100_000, isComplete: true });
  // Of 32 bits alone about one would meet another.
  expect(lows.size).toBeGreaterThan(99_980);
  hashOf([2, 'The same long question number 777, with the same end.']);
  expect(index.lines[index.find(hash.high, hash.low)]).toBe(777);
  expect(index.find(hash.high, hash.low + 1)).toBe(-1);
});

test('a text longer than the buffer, and what is hashed after it', () => {
  const short = hashOf([2, 'short']);
  const long = 'ü'.repeat(300_000);
  expect(hashOf([2, long])).toBe(hashOf([2, long]));
  expect(hashOf([2, long])).not.toBe(hashOf([2, `${long.slice(1)}u`]));
  expect(hash.bytes).toBe(599_999);
  expect(hashOf([2, 'short'])).toBe(short);
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOnce } from '../../src/process/write-once.ts';
import { temporaryFolder } from '../support/temporary.ts';

const newPath = () => join(temporaryFolder(), 'record.json');

test('writes a file once, and says who did', async () => {
  const path = newPath();
  expect(await writeOnce(path, 'first')).toBe(true);
  expect(await writeOnce(path, 'second')).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('first');
});

test('of many writers one wins, readers see all or nothing, and nothing else is left', async () => {
  const path = newPath();
  let isWriting = true;
  const partial = (async () => {
    const seen = new Set<number>();
    while (isWriting) {
      if (existsSync(path)) seen.add(readFileSync(path, 'utf8').length);
      await new Promise(setImmediate);
    }
    return seen;
  })();
  const writers = Array.from({ length: 20 }, (_, index) => writeOnce(path, String(index % 10).repeat(100_000)));
  const won = await Promise.all(writers);
  isWriting = false;
  expect(won.filter(Boolean)).toHaveLength(1);
  expect([...(await partial)]).toEqual([100_000]);
  expect(readdirSync(join(path, '..'))).toEqual(['record.json']);
});

test('a folder that is not there is an error, not a lost record', async () => {
  await expect(writeOnce('/nowhere/at/all.json', '')).rejects.toThrow('ENOENT');
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logEvidence } from '../../src/results/failures/log-evidence.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function evidenceOf(text: string) {
  const path = join(temporaryFolder(), 'trainer.log');
  writeFileSync(path, text);
  return logEvidence(path);
}

test.each([
  ['one\ntwo\n', { first: 1, lines: ['one', 'two'] }],
  ['one\ntwo', { first: 1, lines: ['one', 'two'] }],
  ['10%\r50%\r100%\ndone\r\n', { first: 1, lines: ['100%', 'done'] }],
  ['', { first: 1, lines: [] }],
])('%j', async (text, expected) => expect(await evidenceOf(text)).toEqual(expected));

test('of a long log, the last lines under their numbers', async () => {
  const found = await evidenceOf(Array.from({ length: 20_000 }, (_, index) => `line ${index + 1}\n`).join(''));
  expect(found.first).toBe(19_961);
  expect(found.lines[0]).toBe('line 19961');
});

test('a log that is not there says nothing', async () => {
  expect(await logEvidence('/nowhere/trainer.log')).toEqual({ first: 1, lines: [] });
});

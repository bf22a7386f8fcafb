import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectDataset, splitDataset, type SplitOptions } from '../../src/index.ts';
import { chooseRows } from '../../src/dataset/split/choose-rows.ts';
import { chat, rowsFile } from '../support/rows-file.ts';
import { temporaryFolder } from '../support/temporary.ts';

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1);
async function split(rows: readonly unknown[] | Uint8Array, options: Partial<SplitOptions> = {}) {
  const folder = temporaryFolder();
  const [train, evaluation] = [join(folder, 'train.jsonl'), join(folder, 'evaluation.jsonl')];
  const result = await splitDataset(rowsFile(rows), { train, evaluation, ...options });
  return { result, train: linesOf(train), evaluation: linesOf(evaluation), files: { train, evaluation } };
}
const rows = (count: number, label = (_row: number): object => ({})) =>
  Array.from({ length: count }, (_, row) => chat(`question ${row}`, `answer ${row}`, label(row)));

describe('every row is on one side, as it was, in the order of the file', () => {
  test('of plain and of packed files, without blank lines', async () => {
    const lines = rows(200).map((row, index) => (index % 2 ? JSON.stringify(row) : JSON.stringify(row, null, 1).replaceAll('\n', ' ')));
    for (const content of [Buffer.from(`${lines.join('\n\n')}`), gzipSync(lines.join('\n'))]) {
      const { result, train, evaluation } = await split(content);
      expect([train.length, evaluation.length]).toEqual([180, 20]);
      expect(train).toEqual(lines.filter((line) => !evaluation.includes(line)));
      expect(evaluation).toEqual(lines.filter((line) => evaluation.includes(line)));
      expect([result.train.rows, result.evaluation.rows]).toEqual([180, 20]);
    }
  });

  test('the share is held out of every label', async () => {
    const { evaluation } = await split(rows(1000, (row) => (row < 300 ? { label: true } : row < 400 ? { label: false } : {})), { share: 0.25 });
    const labels = evaluation.map((line) => (JSON.parse(line) as { label?: boolean }).label);
    expect([true, false, undefined].map((label) => labels.filter((found) => found === label).length)).toEqual([75, 25, 150]);
  });

  test('a seed makes the same split again, another one another', async () => {
    const [first, again, other] = [await split(rows(500)), await split(rows(500)), await split(rows(500), { seed: 7 })];
    expect(again.evaluation).toEqual(first.evaluation);
    expect(other.evaluation).not.toEqual(first.evaluation);
    // About a tenth of what one seed holds out the other one does, too.
    expect(other.evaluation.filter((line) => first.evaluation.includes(line)).length).toBeLessThan(20);
  });
});

test('no row stands on both sides, whatever its form, label and other keys', async () => {
  const twice = rows(300).flatMap((row, index) => [
    { ...row, id: index, label: true },
    { conversations: row.messages.map(({ role, content }) => ({ from: role, value: content })), id: -index, label: index % 3 > 0 },
  ]);
  const { files, evaluation } = await split(twice, { share: 0.2 });
  const { leakage } = await inspectDataset({ file: files.train, evaluationFile: files.evaluation });
  expect(leakage).toMatchObject({ rows: 0, prompts: 0 });
  expect(evaluation.length).toBe(120);
});

test('rows that no trainer reads are split, too', async () => {
  const { train, evaluation } = await split(Array.from({ length: 30 }, (_, row) => ({ prompt: `${row}`, chosen: 'a', rejected: 'b' })));
  expect([train.length, evaluation.length]).toEqual([27, 3]);
});

test('for rows of any kind: both sides have rows, equal ones stay together, the share is as near as they allow', () => {
  const row = fc.tuple(fc.nat(40), fc.constantFrom(0, 1, 2));
  fc.assert(fc.property(fc.array(row, { minLength: 2, maxLength: 200 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (rows, share) => {
    const order = Float64Array.from(rows, ([words]) => (words * 7919) % 41);
    const heldOut = chooseRows({ count: rows.length, order, labels: Uint8Array.from(rows, ([, label]) => label) }, share);
    for (const words of new Set(order)) {
      expect(new Set(rows.flatMap((_, index) => (order[index] === words ? [heldOut[index]] : []))).size).toBe(1);
    }
    const count = heldOut.reduce((sum, held) => sum + held, 0);
    const most = Math.max(...[...new Set(order)].map((words) => order.filter((other) => other === words).length));
    expect(Math.abs(count - rows.length * share)).toBeLessThanOrEqual(3 * (most + 1));
    if (new Set(order).size > 3) expect(count).toBeGreaterThan(0);
    if (new Set(order).size > 1) expect(count).toBeLessThan(rows.length);
  }));
});

describe('nothing is written', () => {
  const folder = () => {
    const path = temporaryFolder();
    return { train: join(path, 'train.jsonl'), evaluation: join(path, 'evaluation.jsonl') };
  };
  test.each<[about: string, rows: unknown[], options: Partial<SplitOptions>, error: object]>([
    ['a line is no row', [...rows(9), 'oops'], {}, { code: 'DATASET_INVALID', details: { line: 10, issue: 'BAD_JSON' } }],
    ['there is one row', rows(1), {}, { code: 'DATASET_EMPTY' }],
    ['all rows are the same', [...rows(1), ...rows(1), ...rows(1)], {}, { code: 'DATASET_EMPTY' }],
    ['there is none', [], {}, { code: 'DATASET_EMPTY' }],
    ['the share is none', rows(9), { share: 1 }, { code: 'DATASET_INVALID', details: { option: 'share' } }],
    ['the seed is none', rows(9), { seed: 0.5 }, { code: 'DATASET_INVALID', details: { option: 'seed' } }],
    ['it is aborted', rows(9), { signal: AbortSignal.abort() }, { code: 'ABORTED' }],
  ])('when %s', async (_about, rows, options, error) => {
    const files = folder();
    await expect(splitDataset(rowsFile(rows), { ...files, ...options })).rejects.toMatchObject(error);
    expect(readdirSync(dirname(files.train))).toEqual([]);
  });

  test('when one of the files is there, or both are one', async () => {
    const files = folder();
    const file = rowsFile(rows(9));
    await splitDataset(file, files);
    const before = readFileSync(files.train, 'utf8');
    const other = join(dirname(files.train), 'other.jsonl');
    await expect(splitDataset(file, { train: other, evaluation: files.train })).rejects.toMatchObject({ code: 'DATASET_NOT_WRITTEN' });
    await expect(splitDataset(file, { train: other, evaluation: other })).rejects.toMatchObject({ code: 'DATASET_INVALID' });
    expect(readdirSync(dirname(files.train)).sort()).toEqual(['evaluation.jsonl', 'train.jsonl']);
    expect(readFileSync(files.train, 'utf8')).toBe(before);
    await splitDataset(file, { ...files, seed: 7, overwrite: true });
  });

  test('when the file changes while it is split', async () => {
    const { appendFileSync } = await import('node:fs');
    const [file, files] = [rowsFile(rows(9)), folder()];
    const onProgress = ({ step }: { step?: string }) => step === 'choose' && appendFileSync(file, '{"text": "more"}\n');
    await expect(splitDataset(file, { ...files, onProgress })).rejects.toMatchObject({ code: 'DATASET_CHANGED' });
    expect(readdirSync(dirname(files.train))).toEqual([]);
  });
});

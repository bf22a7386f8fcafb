import { expect, test } from 'vitest';
import { rowLine } from '../../src/dataset/rows/row-line.ts';
import { DATASET_FORMATS } from '../../src/dataset/rows/check-written-row.ts';
import { ROW_CASES, type RowCase } from '../support/rows-corpus.ts';

const placeOf = ({ row, format }: RowCase): unknown => {
  try {
    rowLine(row, 1, format);
  } catch (error) {
    return (error as { details: { path: string } }).details.path;
  }
};

test.each(ROW_CASES)('$format: $about', (one) => {
  expect(placeOf(one)).toBe(one.refused);
});

test.each(ROW_CASES.filter(({ refused }) => refused === undefined))('$format is written as it is: $about', ({ row, format }) => {
  expect(JSON.parse(rowLine(row, 1, format))).toEqual(row);
});

test('the corpus has good and bad rows of every format', () => {
  for (const format of DATASET_FORMATS) {
    const ofFormat = ROW_CASES.filter((one) => one.format === format);
    expect(new Set(ofFormat.map(({ refused }) => refused === undefined))).toEqual(new Set([true, false]));
  }
});

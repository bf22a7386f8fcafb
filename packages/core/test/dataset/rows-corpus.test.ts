import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rowLine } from '../../src/dataset/rows/row-line.ts';
import { DATASET_FORMATS } from '../../src/dataset/rows/check-written-row.ts';
import type { DatasetFormat } from '../../src/index.ts';

interface Case {
  readonly about: string;
  readonly format: DatasetFormat;
  readonly row: object;
  /** The place in the row that is refused. */
  readonly refused?: string;
}

const file = new URL('../../../../protocol/corpus/dataset-rows.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];
const placeOf = ({ row, format }: Case): unknown => {
  try {
    rowLine(row, 1, format);
  } catch (error) {
    return (error as { details: { path: string } }).details.path;
  }
};

test.each(cases)('$format: $about', (one) => {
  expect(placeOf(one)).toBe(one.refused);
});

test.each(cases.filter(({ refused }) => refused === undefined))('$format is written as it is: $about', ({ row, format }) => {
  expect(JSON.parse(rowLine(row, 1, format))).toEqual(row);
});

test('the corpus has good and bad rows of every format', () => {
  for (const format of DATASET_FORMATS) {
    const ofFormat = cases.filter((one) => one.format === format);
    expect(new Set(ofFormat.map(({ refused }) => refused === undefined))).toEqual(new Set([true, false]));
  }
});

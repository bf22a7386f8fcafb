import { readFileSync } from 'node:fs';
import type { DatasetFormat } from '../../src/index.ts';

/** A row of the corpus that TypeScript and Python are both held to. */
export interface RowCase {
  readonly about: string;
  readonly format: DatasetFormat;
  readonly row: object;
  /** The place in the row that is refused. */
  readonly refused?: string;
}

const file = new URL('../../../../protocol/corpus/dataset-rows.json', import.meta.url);

/** Every row of the corpus. */
export const ROW_CASES = JSON.parse(readFileSync(file, 'utf8')) as readonly RowCase[];

import type { WrittenDataset } from '../files/dataset-output.ts';
import type { DatasetReadOptions } from '../files/for-each-line.ts';

/** How to split a data set. */
export interface SplitOptions extends DatasetReadOptions {
  /** Where the rows go that are trained on. */
  readonly train: string;
  /** Where the held-out rows go. */
  readonly evaluation: string;
  /** How much is held out, above 0 and below 1; 0.1 by default. */
  readonly share?: number;
  /** A whole number; the same seed makes the same split. 42 by default. */
  readonly seed?: number;
  /** Whether files that are there may be replaced; false by default. */
  readonly overwrite?: boolean;
}

/** What `splitDataset` wrote. */
export interface SplitDataset {
  readonly train: WrittenDataset;
  readonly evaluation: WrittenDataset;
}

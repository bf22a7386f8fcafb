import { resolve } from 'node:path';
import { badOption } from './bad-option.ts';
import { DatasetOutput } from './files/dataset-output.ts';
import type { SplitDataset, SplitOptions } from './split/split-options.ts';

/**
 * Splits a file of rows into one to train on and one to evaluate with, without Python. The share is held out of rows
 * with `label: true`, with `false` and without one alike; rows of the same words stay on one side. Lines are copied as
 * they are, in their order, from plain or packed files of any format; blank ones are left out. Both files take their
 * places when all of them is on the disk. It reads twice, and keeps 9 bytes for each row, 30 while it chooses.
 * @throws DatasetError `DATASET_INVALID` naming a line that is no JSON object, or an option; `DATASET_EMPTY` when one
 * side would have no row; `DATASET_NOT_FOUND`, `DATASET_CHANGED`, `DATASET_NOT_WRITTEN`, `DISK_FULL`, `ABORTED`
 */
export async function splitDataset(file: string, options: SplitOptions): Promise<SplitDataset> {
  checkOptions(options);
  // Loaded when it is first needed, so that importing the package stays fast.
  const { chooseHeldOut, writeSides } = await import('./split/two-passes.ts');
  const heldOut = await chooseHeldOut(file, options);
  const { train, evaluation, overwrite = false } = options;
  const first = await DatasetOutput.open(train, overwrite);
  try {
    const second = await DatasetOutput.open(evaluation, overwrite);
    try {
      return await writeSides(file, heldOut, { train: first, evaluation: second }, options);
    } finally {
      await second.discard();
    }
  } finally {
    await first.discard();
  }
}

function checkOptions({ train, evaluation, share = 0.1, seed = 42 }: SplitOptions): void {
  const bad = (option: string, found: unknown, expected: string) => badOption('splitDataset', option, found, expected);
  if (!(share > 0 && share < 1)) throw bad('share', share, 'a number above 0 and below 1');
  if (!Number.isSafeInteger(seed)) throw bad('seed', seed, 'a whole number');
  if (resolve(train) === resolve(evaluation)) throw bad('evaluation', evaluation, 'another file than train');
}

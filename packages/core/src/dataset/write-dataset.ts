import { DatasetError } from '../errors.ts';
import { DatasetOutput, type WrittenDataset } from './files/dataset-output.ts';
import type { DatasetFormat, DatasetRows } from './rows/row-types.ts';

/** How rows are written. */
export interface WriteDatasetOptions<F extends DatasetFormat = DatasetFormat> {
  /** The form of the rows; `kto` is for conversations and pairs with a `label`. */
  readonly format: F;
}

/**
 * Writes rows as JSON Lines, each checked as the trainers will read it. They go to a temporary file beside `file`,
 * which takes its place when all of them are on the disk: whatever goes wrong, what was there before stays as it was.
 * Missing folders are made. `rows` may come from anywhere, one at a time.
 * @throws DatasetError `DATASET_INVALID` naming row, place, what was found and what was expected; `DATASET_EMPTY`;
 * `DISK_FULL`; `DATASET_NOT_WRITTEN`. What `rows` itself throws comes through.
 */
export async function writeDataset<F extends DatasetFormat>(
  file: string,
  rows: Iterable<DatasetRows[F]> | AsyncIterable<DatasetRows[F]>,
  { format }: WriteDatasetOptions<F>,
): Promise<WrittenDataset> {
  // Loaded when they are first needed, so that importing the package stays fast.
  const [{ rowLine }, { assertFormat }] = await Promise.all([
    import('./rows/row-line.ts'), import('./rows/check-written-row.ts'),
  ]);
  assertFormat(format);
  const output = await DatasetOutput.open(file, true);
  try {
    for await (const row of rows) await output.add(rowLine(row, output.rows + 1, format));
    if (output.rows === 0) throw noRows(output.path);
    await output.finish();
    return await output.publish();
  } finally {
    await output.discard();
  }
}

function noRows(path: string): DatasetError {
  return new DatasetError('DATASET_EMPTY', `No rows were given for ${path}; nothing was written.`, {
    hint: 'A data set without a row cannot be trained on; a file that was there is as it was.',
    details: { path },
  });
}

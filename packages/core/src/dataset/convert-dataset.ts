import { DatasetError } from '../errors.ts';
import type { SourceFormat } from './convert/convert-row.ts';
import { DatasetOutput, type WrittenDataset } from './files/dataset-output.ts';
import type { DatasetReadOptions } from './files/for-each-line.ts';
import type { DatasetFormat } from './rows/row-types.ts';

/** How to convert a data set. */
export interface ConvertOptions extends DatasetReadOptions {
  /**
   * The format of the rows that are written. `kto` keeps the format of each row and needs its label; of a pair
   * (`chosen`, `rejected`) it makes two rows.
   */
  readonly to: DatasetFormat;
  /** Whether a file that is there may be replaced; false by default. */
  readonly overwrite?: boolean;
}

/** What {@link convertDataset} wrote, and of what. */
export interface ConvertedDataset extends WrittenDataset {
  /** How many rows were read. */
  readonly read: number;
  /** The same by their format. */
  readonly formats: Readonly<Partial<Record<SourceFormat, number>>>;
}

/**
 * Writes the rows of a file in another format, row by row, without Python. Reads every format that `inspectDataset`
 * knows, and Alpaca's (`instruction`, `input`, `output`), plain or packed with gzip or zstd; several may stand in one
 * file. Other keys of a row stay. A row that would lose something, or change what is learned, ends it: nothing is
 * written then. The output takes its place when all of it is on the disk.
 * @throws DatasetError `DATASET_INVALID` naming the line, the place in it and the reason; `DATASET_NOT_FOUND`,
 * `DATASET_EMPTY`, `DATASET_NOT_WRITTEN` (it is there already, for example), `DISK_FULL`, `ABORTED`
 */
export async function convertDataset(file: string, output: string, options: ConvertOptions): Promise<ConvertedDataset> {
  // Loaded when they are first needed, so that importing the package stays fast.
  const [{ RowConverter }, { readJsonl }, { assertFormat }] = await Promise.all([
    import('./convert/row-converter.ts'), import('./files/read-jsonl.ts'), import('./rows/check-written-row.ts'),
  ]);
  assertFormat(options.to);
  const written = await DatasetOutput.open(output, options.overwrite ?? false);
  try {
    const converter = new RowConverter(file, options.to, written);
    await readJsonl(file, converter, options);
    if (converter.rows === 0) throw noRows(file);
    await written.finish();
    return { ...(await written.publish()), read: converter.rows, formats: Object.fromEntries(converter.formats) };
  } finally {
    await written.discard();
  }
}

function noRows(file: string): DatasetError {
  return new DatasetError('DATASET_EMPTY', `${file} holds no rows; nothing was written.`, { details: { file } });
}

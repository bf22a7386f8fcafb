import { resolve } from 'node:path';
import { DatasetError, isTunerError } from '../../errors.ts';
import { unreadable } from './data-file.ts';
import { forEachLine, type DatasetProgress, type LineTaker, type DatasetReadOptions } from './for-each-line.ts';
import { openLines, type LineSource } from './open-lines.ts';

/**
 * Gives every line of a file of JSON Lines to `taker`.
 * @throws DatasetError `DATASET_NOT_FOUND`, `ABORTED`, `DATASET_INVALID` naming what the file is instead, or why it
 * cannot be read; and what `taker` throws
 */
export async function readJsonl(
  path: string, taker: LineTaker, options: DatasetReadOptions, step?: DatasetProgress['step'],
): Promise<void> {
  const file = resolve(path);
  const source = await openLines(file);
  try {
    if (source.other !== undefined) throw notJsonLines(file, source.other);
    await forEachLine(file, source, taker, options, step);
  } catch (error) {
    throw isTunerError(error) ? error : unreadable(file, error);
  } finally {
    source.close();
  }
}

function notJsonLines(file: string, { found, fix }: NonNullable<LineSource['other']>): DatasetError {
  return new DatasetError('DATASET_INVALID', `${file} is ${found}, not JSON Lines.`, {
    hint: fix.replaceAll('FILE', () => file), details: { file, found, issue: 'NOT_JSON_LINES' },
  });
}

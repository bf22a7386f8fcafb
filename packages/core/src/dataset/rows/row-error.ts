import type { DatasetIssue } from '../../contract/dataset-issues.ts';
import { DatasetError } from '../../errors.ts';

/** What is wrong with a line, as an error tells it. */
export type LineIssue = Omit<DatasetIssue, 'severity' | 'file' | 'suggestions'>;

/** The error of a line that cannot be worked with. */
export function lineError(file: string, issue: LineIssue): DatasetError {
  const { code, line, column, path, found, expected, message, fix } = issue;
  return new DatasetError('DATASET_INVALID', `${file}: ${message}`, {
    hint: `${fix} Nothing was written.`,
    details: { file, issue: code, line, column, path, found, expected },
  });
}

/** The error of a line that is too long to be read. */
export function longLineError(file: string, line: number): DatasetError {
  const message = `Line ${line} is longer than 64 MiB.`;
  return lineError(file, { code: 'LINE_TOO_LONG', line, message, fix: 'Write one row a line.' });
}

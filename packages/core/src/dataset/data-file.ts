import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DatasetError } from '../errors.ts';

/** A data file that is there, to be read from its beginning. */
export interface DataFile {
  readonly bytes: number;
  readonly stream: ReadStream;
}

/** Opens a data file. @throws DatasetError `DATASET_NOT_FOUND` */
export async function openDataFile(path: string): Promise<DataFile> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw notFound(path, found !== undefined);
  return { bytes: found.size, stream: createReadStream(path) };
}

function notFound(path: string, isThere: boolean): DatasetError {
  const message = isThere ? `The data set ${path} is a folder, not a file.` : `The data set ${path} does not exist.`;
  return new DatasetError('DATASET_NOT_FOUND', message, {
    hint: 'Set datasetFile to a JSONL file, one row a line; a relative path in a YAML file belongs to its folder.',
    details: { path },
  });
}

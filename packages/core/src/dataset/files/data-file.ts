import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { DatasetError } from '../../errors.ts';

/** A data file that is there, to be read from its beginning. */
export interface DataFile {
  readonly bytes: number;
  readonly stream: ReadStream;
}

/** Opens a data file; `chunk` is how many bytes are read at once. @throws DatasetError `DATASET_NOT_FOUND` */
export async function openDataFile(path: string, chunk = 64 * 1024): Promise<DataFile> {
  const bytes = await sizeOf(path);
  return { bytes, stream: createReadStream(path, { highWaterMark: chunk }) };
}

/** The first `length` bytes of a data file. @throws DatasetError `DATASET_NOT_FOUND` */
export async function readHead(path: string, length: number): Promise<Buffer> {
  await sizeOf(path);
  const file = await openForReading(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw notFound(path, found !== undefined);
  return found.size;
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The error of a data file that is there and cannot be read. */
export function unreadable(path: string, cause: unknown): DatasetError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new DatasetError('DATASET_INVALID', `The data set ${path} cannot be read: ${message}.`, {
    hint: 'Check its permissions, and the disk that it lies on.',
    details: { path, reason: code ?? null },
    cause,
  });
}

function notFound(path: string, isThere: boolean): DatasetError {
  const message = isThere ? `The data set ${path} is a folder, not a file.` : `The data set ${path} does not exist.`;
  return new DatasetError('DATASET_NOT_FOUND', message, {
    hint: 'Set datasetFile to a JSONL file, one row a line; a relative path in a YAML file belongs to its folder.',
    details: { path },
  });
}

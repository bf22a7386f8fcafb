import { createReadStream, type ReadStream, type Stats } from 'node:fs';
import { lstat, open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { nearestName } from '../../config/nearest-name.ts';
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
  if (!found?.isFile()) throw await notFound(path, found);
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

async function notFound(path: string, found: Stats | undefined): Promise<DatasetError> {
  const kind = found?.isDirectory() ? 'a folder' : 'a device or a pipe';
  const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
  const missing = `The data set ${path} ${isLink ? 'is a link that leads nowhere' : 'does not exist'}.`;
  const message = found ? `The data set ${path} is ${kind}, not a file.` : missing;
  return new DatasetError('DATASET_NOT_FOUND', message, {
    hint: (found ? undefined : await meantPath(path))
      ?? 'Set datasetFile to a JSONL file, one row a line; a relative path in a YAML file belongs to its folder.',
    details: { path },
  });
}

/** What a path that leads nowhere was probably meant to be; mostly `undefined`. */
async function meantPath(path: string): Promise<string | undefined> {
  const variable = /\$\{?\w+\}?|%\w+%/.exec(path)?.[0];
  if (variable !== undefined) return `${variable} is not replaced by a variable of the environment: write the path itself.`;
  if (/[\\/]~[\\/]/.test(path)) return `~ is not replaced: write ${homedir()} for it.`;
  if (/[\\/](https?|s3|gs|hf):[\\/]/.test(path)) return 'Data sets are not downloaded: fetch the file, and name it here.';
  const names = await readdir(dirname(path)).catch(() => []);
  const stem = (name: string) => basename(name, extname(name));
  const near = nearestName(stem(path), names.map(stem));
  const meant = names.find((name) => stem(name) === near && name !== basename(path));
  return meant === undefined ? undefined : `Did you mean ${join(dirname(path), meant)}?`;
}

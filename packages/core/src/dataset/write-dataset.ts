import { mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileFingerprint } from '../contract/records.ts';
import { DatasetError } from '../errors.ts';
import { syncFolder } from '../process/write-once.ts';
import type { DatasetFormat, DatasetRows } from './rows/row-types.ts';

/** How rows are written. */
export interface WriteDatasetOptions<F extends DatasetFormat = DatasetFormat> {
  /** The form of the rows; `kto` is for conversations and pairs with a `label`. */
  readonly format: F;
}

/** What {@link writeDataset} wrote: its absolute path, size in bytes, SHA-256, and number of rows. */
export interface WrittenDataset extends FileFingerprint {
  readonly rows: number;
}

const BUFFER = 256 * 1024;

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
  const [{ rowLine }, { DATASET_FORMATS }] = await Promise.all([import('./rows/row-line.ts'), import('./rows/check-written-row.ts')]);
  assertFormat(format, DATASET_FORMATS);
  const toLine = (row: unknown, number: number) => rowLine(row, number, format);
  const path = await realpath(file).catch(() => resolve(file));
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${crypto.randomUUID()}.tmp`);
  try {
    const output = await onDisk(path, () => openBeside(path, temporary));
    const written = await writeRows(path, output, rows, toLine).finally(() => output.close());
    if (written.rows === 0) throw noRows(path);
    await onDisk(path, () => rename(temporary, path));
    await syncFolder(dirname(path));
    return written;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** With the permissions of the file that it will replace. */
async function openBeside(path: string, temporary: string): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  const before = await stat(path).catch(() => undefined);
  if (before && !before.isFile()) throw new Error('there is something that is no file.');
  const output = await open(temporary, 'wx', before?.mode);
  if (before) await output.chmod(before.mode);
  return output;
}

async function writeRows(
  path: string, output: FileHandle, rows: Iterable<unknown> | AsyncIterable<unknown>,
  toLine: (row: unknown, number: number) => string,
): Promise<WrittenDataset> {
  // Loading it takes as long as loading all of this package.
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  const written = { path, rows: 0, bytes: 0 };
  let pending = '';
  const flush = async () => {
    const chunk = Buffer.from(pending);
    pending = '';
    hash.update(chunk);
    written.bytes += chunk.length;
    await onDisk(path, () => output.writeFile(chunk));
  };
  for await (const row of rows) {
    written.rows += 1;
    pending += toLine(row, written.rows);
    if (pending.length >= BUFFER) await flush();
  }
  await flush();
  await onDisk(path, () => output.sync());
  return { ...written, sha256: hash.digest('hex') };
}

/** Does something with files; a failure becomes an error that says so. */
async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    throw new DatasetError(isFull ? 'DISK_FULL' : 'DATASET_NOT_WRITTEN', `${path} could not be written: ${message}`, {
      hint: isFull ? 'Free space and write again.' : 'Name a file in a folder that can be written to.',
      details: { path, reason: code ?? null },
      cause,
    });
  }
}

function assertFormat(format: string, known: readonly string[]): void {
  if (known.includes(format)) return;
  throw new DatasetError('DATASET_INVALID', `There is no format "${format}" of rows. There is: ${known.join(', ')}.`, {
    details: { format, known: [...known] },
  });
}

function noRows(path: string): DatasetError {
  return new DatasetError('DATASET_EMPTY', `No rows were given for ${path}; nothing was written.`, {
    hint: 'A data set without a row cannot be trained on; a file that was there is as it was.',
    details: { path },
  });
}

import { link, mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Hash } from 'node:crypto';
import type { FileFingerprint } from '../../contract/records.ts';
import { DatasetError } from '../../errors.ts';
import { syncFolder } from '../../process/write-once.ts';

/** A data set that was written: its absolute path, size in bytes, SHA-256, and number of rows. */
export interface WrittenDataset extends FileFingerprint {
  readonly rows: number;
}

const BUFFER = 256 * 1024;

/**
 * A data file while it is written: it goes to a temporary file beside its place, which it takes when all of it is on
 * the disk. Whatever goes wrong, what was there before stays as it was.
 */
export class DatasetOutput {
  rows = 0;
  readonly path: string;
  readonly #temporary: string;
  readonly #replaces: boolean;
  readonly #file: FileHandle;
  readonly #hash: Hash;
  #bytes = 0;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  private constructor(path: string, temporary: string, replaces: boolean, file: FileHandle, hash: Hash) {
    this.path = path;
    this.#temporary = temporary;
    this.#replaces = replaces;
    this.#file = file;
    this.#hash = hash;
  }

  /**
   * Makes missing folders and the temporary file; `overwrite` is whether a file that is there may be replaced.
   * @throws DatasetError `DATASET_NOT_WRITTEN`, `DISK_FULL`
   */
  static async open(file: string, overwrite: boolean): Promise<DatasetOutput> {
    // Loading it takes as long as loading all of this package.
    const { createHash } = await import('node:crypto');
    const path = await realpath(file).catch(() => resolve(file));
    const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${crypto.randomUUID()}.tmp`);
    const handle = await onDisk(path, () => openBeside(path, temporary, overwrite));
    return new DatasetOutput(path, temporary, overwrite, handle, createHash('sha256'));
  }

  /** Adds one row's line, with its end; to be awaited, when there is something to wait for. */
  add(line: string): Promise<void> | undefined {
    this.append(Buffer.from(line));
    return this.#pendingBytes >= BUFFER ? this.flush() : undefined;
  }

  /** Adds one row's line in memory alone, until the next {@link flush}. */
  append(line: Buffer): void {
    this.rows += 1;
    this.#pending.push(line);
    this.#pendingBytes += line.length;
  }

  /** Writes what was added and not yet written. */
  async flush(): Promise<void> {
    const chunk = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await onDisk(this.path, () => this.#file.writeFile(chunk));
  }

  /** Puts everything on the disk, still beside its place. */
  async finish(): Promise<void> {
    await this.flush();
    await onDisk(this.path, () => this.#file.sync());
    await this.#file.close();
  }

  /** Takes the place. To be called once, after {@link finish}. */
  async publish(): Promise<WrittenDataset> {
    const take = this.#replaces ? rename : claim;
    await onDisk(this.path, () => take(this.#temporary, this.path));
    await syncFolder(dirname(this.path));
    return { path: this.path, rows: this.rows, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Removes the temporary file, if it is still there. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#temporary, { force: true }).catch(() => undefined);
  }
}

/** With the permissions of the file that it will replace. */
async function openBeside(path: string, temporary: string, overwrite: boolean): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  const before = await stat(path).catch(() => undefined);
  if (before && !before.isFile()) throw new Error('there is something that is no file.');
  if (before && !overwrite) throw isThere();
  const output = await open(temporary, 'wx', before?.mode);
  if (before) await output.chmod(before.mode);
  return output;
}

/** Takes a place only if it is free: a file that came meanwhile is not replaced. */
async function claim(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
    await rm(temporary, { force: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw isThere();
    // A file system without hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await rename(temporary, path);
  }
}

function isThere(): Error {
  return Object.assign(new Error('it is there already; pass overwrite: true to replace it.'), { code: 'EEXIST' });
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

import { DatasetError } from '../../errors.ts';
import { eachLine } from './join-lines.ts';
import type { LineSource } from './open-lines.ts';

/** How far a file was read. */
export interface DatasetProgress {
  readonly file: string;
  /** Of `bytes`, as they lie on the disk. */
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
  /** `splitDataset` reads twice: to choose, and to write. */
  readonly step?: 'choose' | 'write';
}

/** How a file is read. */
export interface DatasetReadOptions {
  /** Aborts the reading: the promise rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** Called after each mebibyte or so. */
  readonly onProgress?: (progress: DatasetProgress) => void;
}

/** How a file is read where its beginning is enough. */
export interface PartialReadOptions extends DatasetReadOptions {
  /** How many bytes of the file are read, or a little more; all by default. */
  readonly mostBytes?: number;
}

/** What takes the lines of a file. */
export interface LineTaker {
  /** How many were rows so far. */
  readonly rows: number;
  /** A line without its end. */
  line(bytes: Buffer, start: number, end: number, number: number): void;
  /** A line that is too long to be read. */
  longLine(number: number): void;
  /** When some were given: what takes time. */
  afterBlock?(): Promise<void>;
}

/** Gives every line to `taker`. @throws DatasetError `ABORTED`, and what reading throws */
export async function forEachLine(
  file: string, source: LineSource, taker: LineTaker, options: PartialReadOptions, step?: DatasetProgress['step'],
): Promise<void> {
  const { signal, onProgress, mostBytes = Infinity } = options;
  const { bytes } = source;
  let number = 1;
  throwIfAborted(file, signal);
  for await (const block of source.blocks) {
    throwIfAborted(file, signal);
    if (block.isCut) taker.longLine(number++);
    else number = eachLine(block, number, taker.line);
    await taker.afterBlock?.();
    const progress = { file, bytesRead: source.bytesRead(), bytes, rows: taker.rows };
    onProgress?.(step === undefined ? progress : { ...progress, step });
    if (progress.bytesRead >= mostBytes) break;
  }
  throwIfAborted(file, signal);
}

function throwIfAborted(file: string, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new DatasetError('ABORTED', `Reading ${file} was aborted; nothing was written.`, { cause: signal.reason });
}

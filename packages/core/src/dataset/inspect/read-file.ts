import { DatasetError, isTunerError } from '../../errors.ts';
import { unreadable } from '../files/data-file.ts';
import { eachLine } from '../files/join-lines.ts';
import { openLines, type LineSource } from '../files/open-lines.ts';
import type { FileInspection } from './file-inspection.ts';
import type { DatasetProgress } from './inspect-input.ts';

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DatasetProgress) => void;
}

/** Gives every line of a file to an inspection; what is wrong with the file itself becomes an issue. */
export async function readInto(
  inspection: FileInspection, options: ReadOptions,
): Promise<Pick<LineSource, 'bytes' | 'compression'>> {
  const { file } = inspection.context;
  throwIfAborted(file, options.signal);
  const source = await openLines(file);
  try {
    tellKind(inspection, source);
    if (source.other === undefined) await readLines(inspection, source, options);
    return source;
  } catch (error) {
    if (isTunerError(error)) throw error;
    if (source.compression === null) throw unreadable(file, error);
    tellDamage(inspection, error as Error);
    return source;
  } finally {
    source.close();
  }
}

async function readLines(inspection: FileInspection, source: LineSource, options: ReadOptions): Promise<void> {
  const { file } = inspection.context;
  let line = 1;
  for await (const block of source.blocks) {
    throwIfAborted(file, options.signal);
    if (block.isCut) {
      inspection.longLine(line);
      line += 1;
    } else line = eachLine(block, line, inspection.line);
    options.onProgress?.({ file, bytesRead: source.bytesRead(), bytes: source.bytes, rows: inspection.rows });
  }
}

function throwIfAborted(file: string, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new DatasetError('ABORTED', `The inspection of ${file} was aborted.`, { cause: signal.reason });
}

function tellKind({ context: { file, log, input } }: FileInspection, source: LineSource): void {
  const { other, compression, hasByteOrderMark } = source;
  if (other) {
    const message = `${file} is ${other.found}, not JSON Lines.`;
    const fix = other.fix.replaceAll('FILE', () => file);
    log.add('NOT_JSON_LINES', file, undefined, () => ({ message, found: other.found, expected: 'JSON Lines', fix }));
  }
  if (compression !== null) {
    const message = `${file} is compressed with ${compression}; the trainers read it only unpacked.`;
    const severity = input.isForTraining ? 'error' : 'warning';
    log.add('COMPRESSED', file, undefined, () => ({ message, severity, found: compression, expected: 'plain JSON Lines' }));
  }
  if (hasByteOrderMark) {
    const message = `${file} begins with a byte order mark, which is skipped.`;
    log.add('BYTE_ORDER_MARK', file, 1, () => ({ message }));
  }
}

function tellDamage({ context: { file, log }, rows }: FileInspection, error: Error): void {
  const message = `${file} cannot be unpacked beyond row ${rows}: ${error.message}.`;
  log.add('BAD_COMPRESSION', file, undefined, () => ({ message, found: error.message }));
}

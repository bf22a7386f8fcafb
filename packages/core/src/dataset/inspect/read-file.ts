import { isTunerError } from '../../errors.ts';
import { unreadable } from '../files/data-file.ts';
import { forEachLine, type PartialReadOptions } from '../files/for-each-line.ts';
import { openLines, type LineSource } from '../files/open-lines.ts';
import type { FileInspection } from './file-inspection.ts';

/** Gives every line of a file to an inspection; what is wrong with the file itself becomes an issue. */
export async function readInto(
  inspection: FileInspection, options: PartialReadOptions,
): Promise<Pick<LineSource, 'bytes' | 'compression'>> {
  const { file } = inspection.context;
  const source = await openLines(file);
  try {
    tellKind(inspection, source);
    if (source.other === undefined) await forEachLine(file, source, inspection, options);
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
    const details = { message, severity, found: compression, expected: 'plain JSON Lines' } as const;
    log.add('COMPRESSED', file, undefined, () => details);
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

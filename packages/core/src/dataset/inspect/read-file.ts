import { isTunerError } from '../../errors.ts';
import { unreadable } from '../files/data-file.ts';
import { forEachLine, type PartialReadOptions } from '../files/for-each-line.ts';
import { openLines, type LineSource } from '../files/open-lines.ts';
import type { Compression } from '../../contract/dataset-report.ts';
import type { IssueDetails } from '../issues/issue-log.ts';
import type { FileInspection } from './file-inspection.ts';
import type { InspectInput } from './inspect-input.ts';

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
  if (compression !== null) log.add('COMPRESSED', file, undefined, () => packedDetails(file, compression, input));
  if (hasByteOrderMark) {
    const message = `${file} begins with a byte order mark, which is skipped.`;
    log.add('BYTE_ORDER_MARK', file, 1, () => ({ message }));
  }
}

const UNPACK: Readonly<Record<Compression, string>> = { gzip: 'gzip -dk', zstd: 'zstd -d' };

function packedDetails(file: string, packed: Compression, { isForTraining, unpacks = [] }: InspectInput): IssueDetails {
  const message = `${file} is packed with ${packed}`;
  if (!isForTraining || unpacks.includes(packed)) return { message: `${message}.`, found: packed };
  return {
    severity: 'error', message: `${message}, which these trainers do not unpack.`, found: packed,
    expected: ['plain JSON Lines', ...unpacks].join(' or '),
    fix: `Unpack it: ${UNPACK[packed]} ${file}; or convertDataset writes it plain.`,
  };
}

function tellDamage({ context: { file, log }, rows }: FileInspection, error: Error): void {
  const message = `${file} cannot be unpacked beyond row ${rows}: ${error.message}.`;
  log.add('BAD_COMPRESSION', file, undefined, () => ({ message, found: error.message, expected: 'a whole file' }));
}

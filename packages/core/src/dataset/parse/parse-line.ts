import { isUtf8 } from 'node:buffer';
import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import { shown } from '../rows/row-problem.ts';
import { DEEPEST } from '../rows/text-rules.ts';
import { countKeys, countNamed } from './count-keys.ts';
import { findGarbled } from './find-garbled.ts';
import type { IssueDetails, IssueLog } from '../issues/issue-log.ts';
import { duplicateKeys, jsonError } from './json-error.ts';

/** Makes rows of lines, and tells what is no row. */
export class LineParser {
  readonly #file: string;
  readonly #log: IssueLog;

  constructor(file: string, log: IssueLog) {
    this.#file = file;
    this.#log = log;
  }

  /** The row that stands in these bytes; `undefined`, with an issue, when there is none. */
  parse(bytes: Buffer, start: number, end: number, line: number): JsonObject | undefined {
    const text = bytes.toString('utf8', start, end);
    // Bytes that are no UTF-8 become U+FFFD, which may also be there by itself.
    if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) {
      return this.#refuse('BAD_ENCODING', line, () => badEncoding(bytes.subarray(start, end), line));
    }
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      return this.#refuse('BAD_JSON', line, () => badJson(text, line, error as Error));
    }
    if (!isObject(row)) return this.#refuse('NOT_AN_OBJECT', line, () => notAnObject(row, line));
    const keys = countKeys(row);
    if (keys < 0) return this.#refuse('BAD_JSON', line, () => tooDeep(line));
    const garbled = findGarbled(text);
    if (garbled !== undefined) this.#log.add('GARBLED_TEXT', this.#file, line, () => garbledText(garbled, line));
    if (keys !== countNamed(text)) this.#tellDuplicates(text, line);
    return row;
  }

  #refuse(code: 'BAD_ENCODING' | 'BAD_JSON' | 'NOT_AN_OBJECT', line: number, describe: () => IssueDetails): undefined {
    this.#log.add(code, this.#file, line, describe);
  }

  #tellDuplicates(text: string, line: number): void {
    for (const path of duplicateKeys(text)) {
      this.#log.add('DUPLICATE_KEY', this.#file, line, () => ({
        path, message: `Line ${line}: ${path} stands there twice; the last one counts.`, found: 'a second value',
        expected: 'each key once',
      }));
    }
  }
}

function badJson(text: string, line: number, { message }: Error): IssueDetails {
  const error = jsonError(text);
  if (!error) return { message: `Line ${line} is no JSON: ${message}.` };
  const { column, found, expected, cause } = error;
  return {
    column, found, expected,
    message: `Line ${line}, column ${column}: ${found}, expected ${expected}${cause === undefined ? '' : ` (${cause})`}.`,
    ...(cause === undefined ? {} : { fix: `${cause[0]?.toUpperCase()}${cause.slice(1)}.` }),
  };
}

function notAnObject(row: unknown, line: number): IssueDetails {
  const isTurns = Array.isArray(row) && row.every((turn) => isObject(turn) && ('role' in turn || 'from' in turn));
  return {
    found: shown(row), expected: 'a JSON object',
    message: `Line ${line} is ${shown(row)}, expected a JSON object.`,
    ...(isTurns ? { fix: 'Put the list into an object: jq -c "{messages: .}" FILE > rows.jsonl.' } : {}),
    ...(typeof row === 'string' && /^\s*\{/.test(row)
      ? { fix: 'The row is JSON within JSON, encoded twice: jq -c fromjson FILE > rows.jsonl.' }
      : {}),
  };
}

function garbledText(found: string, line: number): IssueDetails {
  const message = `Line ${line} holds ${JSON.stringify(found)}: text in UTF-8 that was read as Windows-1252.`;
  return { message, found: JSON.stringify(found), expected: 'letters as they were written' };
}

function tooDeep(line: number): IssueDetails {
  const expected = `no more than ${DEEPEST} levels`;
  return { found: 'deeper nesting', expected, message: `Line ${line} is nested too deeply, expected ${expected}.` };
}

/** The first byte that is no UTF-8, and what it would be in Windows' encoding of western Europe. */
function badEncoding(bytes: Buffer, line: number): IssueDetails {
  const at = firstBadByte(bytes);
  const byte = bytes[at] ?? 0;
  const letter = new TextDecoder('windows-1252').decode(bytes.subarray(at, at + 1));
  const found = `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return {
    column: at + 1, found, expected: 'UTF-8',
    message: `Line ${line}, byte ${at + 1}: ${found} is no UTF-8 (${letter} in Windows-1252).`,
  };
}

function firstBadByte(bytes: Buffer): number {
  for (let at = 0; at < bytes.length;) {
    const length = lengthFrom(bytes[at] ?? 0);
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return 0;
}

/** How many bytes a character has that begins with this one. */
function lengthFrom(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

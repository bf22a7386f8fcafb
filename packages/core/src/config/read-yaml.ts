import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import type { JsonObject } from '../contract/json.ts';
import { wideEncoding } from '../dataset/files/file-kind.ts';
import { ConfigurationError } from '../errors.ts';
import { keyPositions, type Position } from './key-positions.ts';
import { isObject } from './paths.ts';

/** A YAML file, read. */
export interface YamlFile {
  readonly file: string;
  readonly document: JsonObject;
  readonly positions: ReadonlyMap<string, Position>;
}

/**
 * Reads a YAML 1.2 file that holds one mapping.
 * @throws ConfigurationError `CONFIG_NOT_FOUND`, or `CONFIG_PARSE` with line and column
 */
export async function readYaml(file: string): Promise<YamlFile> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw notFound(file, error);
  });
  const text = decode(file, bytes);
  const document = parse(file, text);
  if (isObject(document)) return { file, document, positions: keyPositions(text) };
  const found = document == null ? 'nothing' : Array.isArray(document) ? 'a list' : `a ${typeof document}`;
  const message = `${file}: found ${found}, expected a mapping with sections such as "model:".`;
  throw new ConfigurationError('CONFIG_PARSE', message, {
    hint: 'Begin with a copy of the configuration file that comes with the back end.',
    details: { file },
  });
}

/** Text that is no UTF-8 would be read with other letters than were written. */
function decode(file: string, bytes: Buffer): string {
  const wide = wideEncoding(bytes);
  // A byte order mark is no character of the first line.
  if (wide === undefined && isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const line = bytes.subarray(0, firstBad(bytes)).toString('latin1').split('\n').length;
  const found = wide?.found ?? 'a byte that is no UTF-8 (Windows-1252?)';
  throw new ConfigurationError('CONFIG_PARSE', `${file}:${line}: found ${found}, expected text in UTF-8.`, {
    hint: 'Save the file as UTF-8.',
    details: { file, line },
  });
}

/** Where the first line ends that is no UTF-8; the beginning where none is found. */
function firstBad(bytes: Buffer): number {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) return start;
    start = next;
  }
  return 0;
}

function parse(file: string, text: string): unknown {
  try {
    const documents = loadAll(text, { filename: file, schema: CORE_SCHEMA });
    if (documents.length < 2) return documents[0];
    throw new YAMLException('found several documents, expected one');
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw notReadable(file, error);
  }
}

function notReadable(file: string, cause: YAMLException): ConfigurationError {
  const { mark, reason } = cause;
  const position = mark && { line: mark.line + 1, column: mark.column + 1 };
  const place = position ? `${file}:${position.line}:${position.column}` : file;
  return new ConfigurationError('CONFIG_PARSE', `${place}: not readable as YAML: ${reason}.`, {
    hint: 'Correct the YAML: indent with spaces, quote text that holds ": " or "#", use each key once.',
    details: { file, ...position, reason },
    cause,
  });
}

function notFound(file: string, cause: NodeJS.ErrnoException): ConfigurationError {
  const reason = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code ?? cause.message})`;
  return new ConfigurationError('CONFIG_NOT_FOUND', `The configuration file ${file} ${reason}.`, {
    hint: 'Pass the path of a YAML file as configPath; a relative path belongs to the working directory.',
    details: { file },
    cause,
  });
}

import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { JsonObject } from '../contract/json.ts';
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
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw notFound(file, error);
  });
  const document = parse(file, text);
  if (isObject(document)) return { file, document, positions: keyPositions(text) };
  const found = document === undefined || document === null ? 'nothing' : Array.isArray(document) ? 'a list' : typeof document;
  throw new ConfigurationError('CONFIG_PARSE', `${file}: found ${found}, expected a mapping with sections such as "model:".`, {
    hint: 'Begin with a copy of the configuration file that comes with the back end.',
    details: { file },
  });
}

function parse(file: string, text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return load(text, { filename: file, schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    throw new ConfigurationError('CONFIG_PARSE', `${file}:${line + 1}:${column + 1}: ${error.reason}`, {
      hint: 'Correct the YAML: indent with spaces, quote text that holds ": " or "#", use each key once.',
      details: { file, line: line + 1, column: column + 1, reason: error.reason },
      cause: error,
    });
  }
}

function notFound(file: string, cause: NodeJS.ErrnoException): ConfigurationError {
  const reason = cause.code === 'ENOENT' ? 'does not exist' : `cannot be read (${cause.code ?? cause.message})`;
  return new ConfigurationError('CONFIG_NOT_FOUND', `The configuration file ${file} ${reason}.`, {
    hint: 'Pass the path of a YAML file as configPath; a relative path belongs to the working directory.',
    details: { file },
    cause,
  });
}

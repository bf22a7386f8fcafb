import type * as z from 'zod';
import type { JsonObject } from '../contract/json.ts';
import { DatasetError } from '../errors.ts';
import { rowSchema } from './row-schemas.ts';
import type { DatasetFormat } from './row-types.ts';

type Path = readonly PropertyKey[];

/**
 * The line of a file that holds `row`.
 * @throws DatasetError `DATASET_INVALID` naming the row by its `number`, from 1, and the place in it.
 */
export function rowLine(row: unknown, number: number, format: DatasetFormat): string {
  try {
    const checked = rowSchema(format, row).safeParse(row);
    const issue = checked.error?.issues[0];
    if (issue) throw rowError(number, format, placeOf(row, issue));
    return `${JSON.stringify(checked.data)}\n`;
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    // A cycle, a bigint, or a value nested deeper than the stack.
    const message = `Row ${number} holds what JSON cannot: ${(error as Error).message}.`;
    throw invalid(message, { row: number, path: '', format });
  }
}

interface Place {
  readonly path: string;
  /** As it is told; `undefined` where there is nothing. */
  readonly found: string | undefined;
  readonly expected: string;
}

function placeOf(row: unknown, { path, message }: z.core.$ZodIssue): Place {
  return { path: written(path), found: shown(valueAt(row, path)), expected: message };
}

function rowError(row: number, format: DatasetFormat, { path, found, expected }: Place): DatasetError {
  const where = path === '' ? `Row ${row}` : `Row ${row}: ${path}`;
  const message = `${where} ${found === undefined ? 'is missing' : `is ${found}`}, expected ${expected}.`;
  return invalid(message, { row, path, format, ...(found === undefined ? {} : { found }), expected });
}

function invalid(message: string, details: JsonObject): DatasetError {
  const hint = 'Correct the row or leave it out, and write again; a file that was there is as it was.';
  return new DatasetError('DATASET_INVALID', message, { hint, details });
}

/** `messages[1].content`. */
function written(path: Path): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('').replace(/^\./, '');
}

function valueAt(row: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], row);
}

/** A short form: rows can be long. */
function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    return `an object with ${Object.keys(value).slice(0, 6).join(', ') || 'no keys'}`;
  }
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}

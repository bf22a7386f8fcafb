import type { JsonObject } from '../../contract/json.ts';
import { DatasetError } from '../../errors.ts';
import { checkWrittenRow } from './check-written-row.ts';
import { shown, type AddProblem, type RowProblem } from './row-problem.ts';
import type { DatasetFormat } from './row-types.ts';

/**
 * The line of a file that holds `row`.
 * @throws DatasetError `DATASET_INVALID` naming the row by its `number`, from 1, and the place in it.
 */
export function rowLine(row: unknown, number: number, format: DatasetFormat): string {
  const problems: RowProblem[] = [];
  const add: AddProblem = (code, path, found, expected) => void problems.push({ code, path, found, expected });
  try {
    checkWrittenRow(row, format, add);
    if (problems[0]) throw rowError(number, format, problems[0]);
    return `${JSON.stringify(row)}\n`;
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    // A cycle, a bigint, or a value nested deeper than the stack.
    const message = `Row ${number} holds what JSON cannot: ${(error as Error).message}.`;
    throw invalid(message, { row: number, path: '', format });
  }
}

function rowError(row: number, format: DatasetFormat, { path, found: value, expected }: RowProblem): DatasetError {
  const where = path === '' ? `Row ${row}` : `Row ${row}: ${path}`;
  const found = shown(value);
  const message = `${where} ${found === undefined ? 'is missing' : `is ${found}`}, expected ${expected}.`;
  return invalid(message, { row, path, format, ...(found === undefined ? {} : { found }), expected });
}

function invalid(message: string, details: JsonObject): DatasetError {
  const hint = 'Correct the row or leave it out, and write again; a file that was there is as it was.';
  return new DatasetError('DATASET_INVALID', message, { hint, details });
}

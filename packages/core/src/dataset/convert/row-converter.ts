import type { JsonObject } from '../../contract/json.ts';
import type { LineTaker } from '../files/for-each-line.ts';
import type { DatasetOutput } from '../files/dataset-output.ts';
import { isBlankLine } from '../files/join-lines.ts';
import { IssueLog } from '../issues/issue-log.ts';
import { RowJudge } from '../parse/judge-row.ts';
import { LineParser } from '../parse/parse-line.ts';
import { checkWrittenRow } from '../rows/check-written-row.ts';
import { formatOf } from '../rows/check-row.ts';
import { shown } from '../rows/row-problem.ts';
import { lineError, longLineError, type LineIssue } from '../rows/row-error.ts';
import type { DatasetFormat } from '../rows/row-types.ts';
import { convertRow, type SourceFormat } from './convert-row.ts';
import { Refusal } from './refusal.ts';

/** Converts the lines of a file, and writes what becomes of them; the first one that cannot be converted ends it. */
export class RowConverter implements LineTaker {
  rows = 0;
  readonly formats = new Map<SourceFormat, number>();
  readonly #file: string;
  readonly #to: DatasetFormat;
  readonly #output: DatasetOutput;
  readonly #parser: LineParser;
  readonly #judge: RowJudge;

  constructor(file: string, to: DatasetFormat, output: DatasetOutput) {
    this.#file = file;
    this.#to = to;
    this.#output = output;
    const log = new IssueLog(1, (issue) => {
      throw lineError(file, issue);
    });
    this.#parser = new LineParser(file, log);
    this.#judge = new RowJudge(file, log, undefined);
  }

  readonly line = (bytes: Buffer, start: number, end: number, line: number): void => {
    if (isBlankLine(bytes, start, end)) return;
    this.rows += 1;
    const row = this.#parser.parse(bytes, start, end, line) as JsonObject;
    const from = this.#formatOf(row, line);
    this.formats.set(from, (this.formats.get(from) ?? 0) + 1);
    for (const converted of this.#convert(row, from, line)) this.#add(converted, line);
  };

  longLine(line: number): never {
    throw longLineError(this.#file, line);
  }

  /** What was converted meanwhile goes to the disk. */
  readonly afterBlock = (): Promise<void> => this.#output.flush();

  #formatOf(row: JsonObject, line: number): SourceFormat {
    const format = formatOf(row);
    if (format === 'preference') return format;
    if (format === undefined && row['instruction'] !== undefined && row['output'] !== undefined) return 'alpaca';
    return this.#judge.judge(row, line) as SourceFormat;
  }

  #convert(row: JsonObject, from: SourceFormat, line: number): readonly JsonObject[] {
    try {
      return convertRow(row, from, this.#to);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { path, message } = error;
      const where = path === '' ? `Line ${line}` : `Line ${line}: ${path}`;
      throw this.#error(line, {
        code: 'UNUSABLE_FORMAT', path, message: `${where} cannot become ${this.#to} (it is ${from}): ${message}.`,
        fix: 'Choose another format, or leave the row out.',
      });
    }
  }

  /** What comes out is held to the rule of what may be written: a label for KTO, words for each turn. */
  #add(row: JsonObject, line: number): void {
    checkWrittenRow(row, this.#to, (code, path, value, expected) => {
      const found = shown(value);
      const is = found === undefined ? 'is missing' : `is ${found}`;
      const message = `Line ${line} as ${this.#to}: ${path} ${is}, expected ${expected}.`;
      throw this.#error(line, { code, path, found, expected, message, fix: 'Correct the row, or leave it out.' });
    });
    this.#output.append(Buffer.from(`${JSON.stringify(row)}\n`));
  }

  #error(line: number, issue: Omit<LineIssue, 'line'>) {
    return lineError(this.#file, { ...issue, line });
  }
}

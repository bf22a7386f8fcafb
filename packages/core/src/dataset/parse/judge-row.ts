import type { RowFormat, RowIssueCode } from '../../contract/dataset-issues.ts';
import type { JsonObject } from '../../contract/json.ts';
import { checkForKto, checkRow, formatOf } from '../rows/check-row.ts';
import { shown, type AddProblem } from '../rows/row-problem.ts';
import { guessFormat } from './guess-format.ts';
import type { IssueDetails, IssueLog } from '../issues/issue-log.ts';

/** Whether rows can be used; says why not. */
export class RowJudge {
  readonly #file: string;
  readonly #log: IssueLog;
  readonly #ktoLog: IssueLog | undefined;
  #line = 0;
  #problems = 0;

  /** `ktoLog` takes what stands against KTO alone: undefined where SFT is certain. */
  constructor(file: string, log: IssueLog, ktoLog: IssueLog | undefined) {
    this.#file = file;
    this.#log = log;
    this.#ktoLog = ktoLog;
  }

  /** The format of a row that can be used; `undefined`, with issues, for another. */
  judge(row: JsonObject, line: number): RowFormat | undefined {
    this.#line = line;
    const format = formatOf(row);
    if (format === undefined || format === 'preference') {
      this.#refuseFormat(row, format);
      return undefined;
    }
    this.#problems = 0;
    checkRow(row, format, 'any', this.#add);
    return this.#problems === 0 ? format : undefined;
  }

  /** The format of a row that can be used; `undefined`, without a word, for another. */
  glance(row: JsonObject, line: number): RowFormat | undefined {
    this.#line = line;
    const format = formatOf(row);
    if (format === undefined || format === 'preference') return undefined;
    this.#problems = 0;
    checkRow(row, format, 'any', this.#count);
    return this.#problems === 0 ? format : undefined;
  }

  /** Whether a row that can be used for SFT can be used for KTO, too. */
  fitsKto(row: JsonObject, format: RowFormat): boolean {
    this.#problems = 0;
    checkForKto(row, format, this.#addForKto);
    return this.#problems === 0;
  }

  readonly #add: AddProblem = (code, path, found, expected) => this.#tell(this.#log, code, path, found, expected);
  readonly #count: AddProblem = () => void (this.#problems += 1);
  readonly #addForKto: AddProblem = (code, path, found, expected) =>
    this.#tell(this.#ktoLog, code, path, found, expected);

  #tell(log: IssueLog | undefined, code: RowIssueCode, path: string, found: unknown, expected: string): void {
    this.#problems += 1;
    log?.add(code, this.#file, this.#line, () => {
      const short = shown(found);
      const is = short === undefined ? 'is missing' : `is ${short}`;
      return { path, found: short, expected, message: `Line ${this.#line}: ${path} ${is}, expected ${expected}.` };
    });
  }

  #refuseFormat(row: JsonObject, format: 'preference' | undefined): void {
    const line = this.#line;
    const code = format === undefined ? 'UNKNOWN_FORMAT' : 'UNUSABLE_FORMAT';
    this.#log.add(code, this.#file, line, (): IssueDetails => {
      const found = `an object with ${Object.keys(row).slice(0, 6).join(', ') || 'no keys'}`;
      if (format !== undefined) {
        const message = `Line ${line} is a pair of answers (chosen, rejected), which neither SFT nor KTO reads.`;
        return { found, message, expected: 'one answer, with its label' };
      }
      const expected = 'messages, conversations, prompt and completion, or text';
      return { found, expected, message: `Line ${line} is ${found}, expected ${expected}.`, fix: guessFormat(row) };
    });
  }
}

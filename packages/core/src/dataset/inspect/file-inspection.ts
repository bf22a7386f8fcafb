import type { FileReport } from '../../contract/dataset-report.ts';
import type { RowFormat } from '../../contract/dataset-issues.ts';
import type { JsonObject } from '../../contract/json.ts';
import { isBlankLine } from '../files/join-lines.ts';
import type { LineSource } from '../files/open-lines.ts';
import type { InspectInput } from './inspect-input.ts';
import { IssueLog } from '../issues/issue-log.ts';
import { BytesReader } from '../parse/bytes-reader.ts';
import { RowJudge } from '../parse/judge-row.ts';
import { NearDuplicates } from './compare/near-duplicates.ts';
import { LineParser } from '../parse/parse-line.ts';
import { RepeatedRows } from './compare/repeated-rows.ts';
import { RowRemarks } from './row-remarks.ts';
import { RowTally } from './row-tally.ts';
import { RowWords } from '../words/row-words.ts';

/** What one file is inspected with. */
export interface FileContext {
  /** Absolute. */
  readonly file: string;
  readonly input: InspectInput;
  readonly log: IssueLog;
  readonly issuesPerCode: number;
  /** `undefined` when nobody asked for near duplicates. */
  readonly nearThreshold: number | undefined;
  /** Takes every usable row, with its words hashed. */
  onRow(words: RowWords, line: number): void;
}

/** Inspects the rows of one file, line by line, in one pass and bounded memory. */
export class FileInspection {
  rows = 0;
  /** Which labels occur, in rows of any kind: what `auto` goes by. */
  readonly seen = { good: false, bad: false };
  /** What stands against KTO alone: issues only when the rows turn out to be for it. */
  readonly ktoLog: IssueLog;
  readonly context: FileContext;
  readonly #isSft: boolean;
  readonly #parser: LineParser;
  readonly #judge: RowJudge;
  readonly #remarks: RowRemarks;
  readonly #tally = new RowTally();
  readonly #words: RowWords;
  readonly #quick: BytesReader | undefined;
  readonly #repeated: RepeatedRows;
  readonly #near: NearDuplicates | undefined;
  #lines = 0;
  #forKto = 0;

  constructor(context: FileContext) {
    const { file, log, nearThreshold, input: { method }, issuesPerCode } = context;
    this.context = context;
    this.#isSft = method === 'sft';
    this.ktoLog = method === 'kto' ? log : new IssueLog(issuesPerCode);
    this.#parser = new LineParser(file, log);
    this.#judge = new RowJudge(file, log, this.ktoLog);
    this.#remarks = new RowRemarks(file, log);
    this.#words = new RowWords(nearThreshold !== undefined);
    // What is nearly the same is told by letters.
    this.#quick = nearThreshold === undefined ? new BytesReader() : undefined;
    this.#repeated = new RepeatedRows(file, log);
    this.#near = nearThreshold === undefined ? undefined : new NearDuplicates(file, log, nearThreshold);
  }

  /** Takes one line, without its end. */
  readonly line = (bytes: Buffer, start: number, end: number, line: number): void => {
    this.#lines = line;
    if (isBlankLine(bytes, start, end)) {
      this.context.log.add('BLANK_LINE', this.context.file, line, () => ({ message: `Line ${line} is blank.` }));
      return;
    }
    this.rows += 1;
    const quick = this.#quick?.read(bytes, start, end);
    if (quick && this.#glance(quick, line)) return;
    const row = this.#parser.parse(bytes, start, end, line);
    if (row) this.#row(row, line);
  };

  /** Counts a line that is too long to be read. */
  longLine(line: number): void {
    this.#lines = line;
    this.rows += 1;
    const message = `Line ${line} is longer than 64 MiB.`;
    this.context.log.add('LINE_TOO_LONG', this.context.file, line, () => ({ message, found: 'more', expected: '64 MiB at most' }));
  }

  #row(row: JsonObject, line: number): void {
    const { label } = row;
    if (typeof label === 'boolean') this.seen[label ? 'good' : 'bad'] = true;
    const format = this.#judge.judge(row, line);
    if (format === undefined) return;
    this.#words.read(row, format);
    this.#keep(row, format, line);
  }

  /** Takes a row whose texts are bytes; false, with nothing done, where it must be looked at in its letters. */
  #glance(row: JsonObject, line: number): boolean {
    const format = this.#judge.glance(row, line);
    // Of text that KTO cannot use, the issue shows the beginning.
    if (format === undefined || (format === 'text' && !this.#isSft)) return false;
    this.#words.read(row, format, !this.#quick?.isAscii);
    if (this.#words.isDoubtful) return false;
    if (typeof row['label'] === 'boolean') this.seen[row['label'] ? 'good' : 'bad'] = true;
    this.#keep(row, format, line);
    return true;
  }

  /** Takes a row whose words were read. */
  #keep(row: JsonObject, format: RowFormat, line: number): void {
    const { label } = row;
    if (!this.#isSft && this.#judge.fitsKto(row, format)) this.#forKto += 1;
    const words = this.#words;
    words.keep();
    const { maxTokens = Infinity } = this.context.input;
    const tokens = this.#tally.add(words, format, label, maxTokens);
    this.#remarks.format(row, format, line);
    if (words.repeated !== undefined) this.#remarks.repeatedRole(words.repeated, line);
    if (tokens > maxTokens) this.#remarks.tooLong(tokens, maxTokens, line);
    this.#repeated.add(words.hash, label, line);
    this.#near?.add(words.texts, line);
    this.context.onRow(words, line);
  }

  /** What was found, where the rows serve `method`. */
  report({ bytes, compression }: Pick<LineSource, 'bytes' | 'compression'>, method: 'sft' | 'kto'): FileReport {
    const { file, input: { filterDesirable = true, maxTokens, weights = { good: 1, bad: 1 } } } = this.context;
    const { rows, labels } = this.#tally;
    const leftOutByLabel = method === 'sft' && filterDesirable ? labels.bad : 0;
    const usable = method === 'kto' ? this.#forKto : rows - leftOutByLabel;
    return {
      file, bytes, compression,
      lines: this.#lines, rows: this.rows, usable, unusable: this.rows - usable - leftOutByLabel, leftOutByLabel,
      ...this.#tally.report(this.#words, maxTokens, weights),
      duplicates: this.#repeated.counts(),
      nearDuplicates: this.#near?.counts() ?? null,
    };
  }
}

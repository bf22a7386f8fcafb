import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { LineTaker } from '../files/for-each-line.ts';
import { isBlankLine } from '../files/join-lines.ts';
import { ContentHash } from '../words/content-hash.ts';
import { IssueLog } from '../issues/issue-log.ts';
import { RowJudge } from '../parse/judge-row.ts';
import { LineParser } from '../parse/parse-line.ts';
import { RowWords } from '../words/row-words.ts';
import { lineError, longLineError } from '../rows/row-error.ts';
import type { RowKeys } from './choose-rows.ts';

/** The first pass of a split: for each row its place in the drawn order, and its label. 9 bytes a row. */
export class KeyCollector implements LineTaker {
  rows = 0;
  readonly #file: string;
  readonly #seed: number;
  readonly #parser: LineParser;
  readonly #judge: RowJudge;
  readonly #words = new RowWords(false);
  readonly #whole = new ContentHash();
  #order = new Float64Array(1024);
  #labels = new Uint8Array(1024);

  constructor(file: string, seed: number) {
    this.#file = file;
    this.#seed = seed;
    this.#parser = new LineParser(file, new IssueLog(1, (issue) => {
      // A key that stands twice does no harm here: lines are copied as they are.
      if (issue.severity === 'error') throw lineError(file, issue);
    }));
    this.#judge = new RowJudge(file, new IssueLog(0), undefined);
  }

  readonly line = (bytes: Buffer, start: number, end: number, line: number): void => {
    if (isBlankLine(bytes, start, end)) return;
    const row = this.#parser.parse(bytes, start, end, line);
    if (!isObject(row)) return;
    if (this.rows === this.#order.length) this.#grow();
    this.#order[this.rows] = this.#place(row, line);
    this.#labels[this.rows] = row['label'] === true ? 0 : row['label'] === false ? 1 : 2;
    this.rows += 1;
  };

  longLine(line: number): never {
    throw longLineError(this.#file, line);
  }

  keys(): RowKeys {
    return { count: this.rows, order: this.#order, labels: this.#labels };
  }

  /** 53 bits, drawn by the seed from the hash of the words; of a row that no trainer reads, from all of it. */
  #place(row: JsonObject, line: number): number {
    const format = this.#judge.judge(row, line);
    if (format === undefined) {
      this.#whole.reset();
      this.#whole.add(0, JSON.stringify(row));
      this.#whole.digest();
    } else this.#words.read(row, format);
    const hash = format === undefined ? this.#whole : this.#words.hash;
    const high = mixed(hash.high ^ mixed(this.#seed));
    return (high >>> 11) * 2 ** 32 + mixed(hash.low ^ high);
  }

  #grow(): void {
    const [order, labels] = [this.#order, this.#labels];
    this.#order = new Float64Array(order.length * 2);
    this.#labels = new Uint8Array(labels.length * 2);
    this.#order.set(order);
    this.#labels.set(labels);
  }
}

/** MurmurHash3's last step: every bit changes about half of the others. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

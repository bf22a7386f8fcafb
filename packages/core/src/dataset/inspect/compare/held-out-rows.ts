import type { Leakage, LinePair } from '../../../contract/dataset-report.ts';
import { HashIndex } from './hash-index.ts';
import type { IssueLog } from '../../issues/issue-log.ts';
import type { RowWords } from '../../words/row-words.ts';

const EXAMPLES = 5;
const FOUND = 1;

/** The rows of an evaluation file, to find those that are trained on. */
export class HeldOutRows {
  readonly #rows = new HashIndex();
  readonly #prompts = new HashIndex();
  readonly #log: IssueLog;
  readonly #examples: LinePair[] = [];
  #leakedRows = 0;
  #leakedPrompts = 0;

  constructor(log: IssueLog) {
    this.#log = log;
  }

  /** Keeps a row of the evaluation file in mind; its words are hashed. */
  keep({ hash, promptEnd }: RowWords, line: number): void {
    this.#rows.add(hash.high, hash.low, line);
    if (promptEnd === 0) return;
    hash.digest(promptEnd);
    this.#prompts.add(hash.high, hash.low, line);
  }

  /** Compares a row that is trained on; its words are hashed. */
  compare({ hash, promptEnd }: RowWords, file: string, line: number): void {
    const of = found(this.#rows, hash.high, hash.low);
    if (of !== undefined) {
      this.#leakedRows += 1;
      if (this.#examples.length < EXAMPLES) this.#examples.push({ line, of });
      const message = `Line ${line} stands in the evaluation file, too (line ${of}).`;
      this.#log.add('IN_EVALUATION', file, line, () => ({
        message, found: `line ${of} of the evaluation file`, expected: 'a row that is in one of the files',
      }));
    }
    if (promptEnd === 0 || this.#rows.find(hash.high, hash.low) >= 0) return;
    hash.digest(promptEnd);
    const prompt = found(this.#prompts, hash.high, hash.low);
    if (prompt === undefined) return;
    this.#leakedPrompts += 1;
    const message = `Line ${line} answers the prompt of line ${prompt} of the evaluation file, in other words.`;
    this.#log.add('PROMPT_IN_EVALUATION', file, line, () => ({ message }));
  }

  leakage(): Leakage {
    return { rows: this.#leakedRows, prompts: this.#leakedPrompts, examples: this.#examples };
  }
}

/** The line of what was seen, the first time that it is asked for. */
function found(index: HashIndex, high: number, low: number): number | undefined {
  const at = index.find(high, low);
  if (at < 0 || index.flags[at] === FOUND) return undefined;
  index.flags[at] = FOUND;
  return index.lines[at];
}

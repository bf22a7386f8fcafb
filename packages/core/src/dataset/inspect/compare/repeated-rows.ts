import type { DuplicateCounts, LinePair } from '../../../contract/dataset-report.ts';
import type { ContentHash } from '../../words/content-hash.ts';
import { HashIndex } from './hash-index.ts';
import type { IssueLog } from '../../issues/issue-log.ts';

const EXAMPLES = 5;
/** One bit for each label that the words were seen with. */
const bitOf = (label: unknown): number => (label === true ? 1 : label === false ? 2 : 4);

/** Finds rows whose words stand in an earlier row: with the same label, or with the other one. */
export class RepeatedRows {
  readonly #index = new HashIndex();
  readonly #file: string;
  readonly #log: IssueLog;
  readonly #examples: LinePair[] = [];
  readonly #contradictionExamples: LinePair[] = [];
  #rows = 0;
  #contradictions = 0;

  constructor(file: string, log: IssueLog) {
    this.#file = file;
    this.#log = log;
  }

  /** Takes a row by the hash of its words. */
  add({ high, low }: ContentHash, label: unknown, line: number): void {
    const at = this.#index.add(high, low, line);
    if (at < 0) return;
    const seen = this.#index.flags[at] ?? 0;
    const bit = bitOf(label);
    this.#index.flags[at] = seen | bit;
    if (seen === 0) return;
    const of = this.#index.lines[at] ?? 0;
    if (seen & bit) this.#repeat(line, of);
    if (bit !== 4 && seen & (3 - bit)) this.#contradict(line, of);
  }

  counts(): DuplicateCounts {
    return {
      rows: this.#rows, examples: this.#examples,
      contradictions: this.#contradictions, contradictionExamples: this.#contradictionExamples,
      compared: this.#index.size, isComplete: this.#index.isComplete,
    };
  }

  #repeat(line: number, of: number): void {
    this.#rows += 1;
    if (this.#examples.length < EXAMPLES) this.#examples.push({ line, of });
    const message = `Line ${line} says the same as line ${of}.`;
    this.#log.add('DUPLICATE_ROW', this.#file, line, () => ({
      message, found: `the words of line ${of}`, expected: 'other words than before',
    }));
  }

  #contradict(line: number, of: number): void {
    this.#contradictions += 1;
    if (this.#contradictionExamples.length < EXAMPLES) this.#contradictionExamples.push({ line, of });
    const message = `Line ${line} says the same as line ${of}, and one of the two is called good, the other bad.`;
    this.#log.add('CONTRADICTING_LABELS', this.#file, line, () => ({
      message, path: 'label', found: `the other label than for the same words before (line ${of})`,
      expected: 'one label for the same words',
    }));
  }
}

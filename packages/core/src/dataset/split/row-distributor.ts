import { DatasetError } from '../../errors.ts';
import type { LineTaker } from '../files/for-each-line.ts';
import { isBlankLine } from '../files/join-lines.ts';
import type { DatasetOutput } from '../files/dataset-output.ts';
import { longLineError } from '../rows/row-error.ts';

/** The files of a split, while they are written. */
export interface SplitOutputs {
  readonly train: DatasetOutput;
  readonly evaluation: DatasetOutput;
}

const LINE_END = Buffer.from('\n');

/** The second pass of a split: copies each line, as it is, into the file that was chosen for it. */
export class RowDistributor implements LineTaker {
  rows = 0;
  readonly #file: string;
  readonly #heldOut: Uint8Array;
  readonly #outputs: SplitOutputs;

  constructor(file: string, heldOut: Uint8Array, outputs: SplitOutputs) {
    this.#file = file;
    this.#heldOut = heldOut;
    this.#outputs = outputs;
  }

  readonly line = (bytes: Buffer, start: number, end: number): void => {
    if (isBlankLine(bytes, start, end)) return;
    const { train, evaluation } = this.#outputs;
    const output = this.#heldOut[this.rows] === 1 ? evaluation : train;
    const isEnded = end < bytes.length;
    output.append(isEnded ? bytes.subarray(start, end + 1) : Buffer.concat([bytes.subarray(start), LINE_END]));
    this.rows += 1;
  };

  longLine(line: number): never {
    throw longLineError(this.#file, line);
  }

  readonly afterBlock = async (): Promise<void> => {
    await this.#outputs.train.flush();
    await this.#outputs.evaluation.flush();
  };

  /** @throws DatasetError `DATASET_CHANGED` when there were more or fewer rows than were chosen from */
  assertSame(): void {
    if (this.rows === this.#heldOut.length) return;
    throw new DatasetError('DATASET_CHANGED', `${this.#file} changed while it was split; nothing was written.`, {
      hint: 'Split it when nobody writes to it.', details: { file: this.#file }, retryable: true,
    });
  }
}

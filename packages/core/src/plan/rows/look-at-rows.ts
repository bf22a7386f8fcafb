import type { TrainingConfig } from '../../contract/config.ts';
import { inspectDataset } from '../../dataset/inspect-dataset.ts';
import { isTunerError } from '../../errors.ts';
import type { PlanWarning } from '../training-plan.ts';
import type { RowFacts } from './count-steps.ts';

/** What the rows of a configuration are, or why that is not known; what is wrong with them is `inspectDataset`'s to say. */
export interface RowsLook {
  readonly facts?: RowFacts;
  readonly warnings: readonly PlanWarning[];
}

/** Reads every row once, streaming. @throws DatasetError `ABORTED` */
export async function lookAtRows(config: TrainingConfig, signal?: AbortSignal): Promise<RowsLook> {
  try {
    const report = await inspectDataset(config, { ...(signal ? { signal } : {}), issuesPerCode: 1 });
    if (report.usable === 0) {
      const fix = 'await tuner.inspectDataset(config) says why, row by row.';
      return { warnings: [{ code: 'DATASET_EMPTY', message: `No row of ${report.file} can be trained on.`, fix }] };
    }
    const { tooLong, usable, tokens } = report;
    const cut = tooLong && tooLong.rows > 0
      ? [rowsCut(tooLong.rows, report.usable, tooLong.limit)]
      : [];
    return { facts: { rows: usable, tokens: tokens.total, longest: tokens.max }, warnings: cut };
  } catch (error) {
    if (!isTunerError(error) || error.code === 'ABORTED') throw error;
    return unknown(`The rows cannot be read: ${error.message}`);
  }
}

function rowsCut(rows: number, all: number, limit: number): PlanWarning {
  const message = `About ${rows} of ${all} rows are longer than ${limit} tokens: what is too long is not learned.`;
  return { code: 'ROWS_CUT', message, fix: 'Allow longer rows, or shorten these; tuner.inspectDataset names them.' };
}

function unknown(message: string): RowsLook {
  return { warnings: [{ code: 'DATASET_UNKNOWN', message }] };
}

import { rm } from 'node:fs/promises';
import { DatasetError } from '../../errors.ts';
import { readJsonl } from '../files/read-jsonl.ts';
import type { SplitDataset, SplitOptions } from './split-options.ts';
import { chooseRows } from './choose-rows.ts';
import { KeyCollector } from './key-collector.ts';
import { RowDistributor, type SplitOutputs } from './row-distributor.ts';

/** Reads a file, and says by the number of each row whether it is held out. @throws DatasetError `DATASET_EMPTY` */
export async function chooseHeldOut(file: string, options: SplitOptions): Promise<Uint8Array> {
  const { share = 0.1, seed = 42 } = options;
  const collector = new KeyCollector(file, seed);
  await readJsonl(file, collector, options, 'choose');
  const heldOut = chooseRows(collector.keys(), share);
  if (!heldOut.includes(1)) throw tooFew(file, collector.rows);
  return heldOut;
}

/** Reads the file again, copies its rows to both sides, and puts these into their places. */
export async function writeSides(
  file: string, heldOut: Uint8Array, outputs: SplitOutputs, options: SplitOptions,
): Promise<SplitDataset> {
  const distributor = new RowDistributor(file, heldOut, outputs);
  await readJsonl(file, distributor, options, 'write');
  distributor.assertSame();
  await outputs.evaluation.finish();
  await outputs.train.finish();
  const evaluation = await outputs.evaluation.publish();
  try {
    return { train: await outputs.train.publish(), evaluation };
  } catch (error) {
    // Half a split would be taken for one; a file that was replaced cannot come back.
    if (options.overwrite !== true) await rm(evaluation.path, { force: true });
    throw error;
  }
}

function tooFew(file: string, rows: number): DatasetError {
  const message = `${file} cannot be split: of its ${rows} rows no two are different.`;
  return new DatasetError('DATASET_EMPTY', message, { hint: 'Add rows; nothing was written.', details: { file, rows } });
}

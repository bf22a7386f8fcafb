import { datasetOf } from '../../config/dataset-of.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import { datasetPreviewSchema, type DatasetPreview } from '../../contract/dataset-preview.ts';
import { RunError } from '../../errors.ts';
import { checkOptions } from '../../options/check-options.ts';
import { askTrainer } from '../../process/ask-trainer.ts';
import type { RunContext } from '../../runs/start/run-plan.ts';
import { badOption } from '../bad-option.ts';
import { PREVIEW_OPTIONS, type PreviewOptions } from './preview-options.ts';

const MOST_ROWS = 1000;

/**
 * The first rows of a configuration's data set, tokenized, masked and cut by the trainer that would train on them.
 * @see `Tuner.previewDataset`
 */
export async function previewDataset(
  context: RunContext, config: TrainingConfig, given: PreviewOptions = {},
): Promise<DatasetPreview> {
  checkOptions('previewDataset', PREVIEW_OPTIONS, given);
  const { rows = 5, ...options } = given;
  datasetOf(config);
  if (!Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS) {
    throw badOption('previewDataset', 'rows', rows, `a whole number from 1 to ${MOST_ROWS}`);
  }
  const answer = await askTrainer(context, config, {
    ...options, what: 'a preview', file: 'preview.json',
    args: ({ preview }) => preview && [...preview, String(rows)],
  });
  const { success, data, error } = datasetPreviewSchema.safeParse(answer['preview']);
  if (success) return data;
  const { path = [], message = '' } = error.issues[0] ?? {};
  throw new RunError('TRAINER_FAILED', `The trainer's preview is none: ${path.join('.')}: ${message}.`, {
    hint: 'Its code is of another version than this package: leave repoRoot out, or update the checkout.',
  });
}

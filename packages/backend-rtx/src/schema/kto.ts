import { betaKey, ktoLossKey, rowLengthKey } from '@tuner/core/config-keys';
import * as z from 'zod';
import { autoKey } from './auto-key.ts';
import { commonSections } from './common-sections.ts';
import { loraSection } from './lora-section.ts';
import { modelSection } from './model-section.ts';
import { trainingKeys } from './training-keys.ts';

/** The document of method `kto`: Kahneman-Tversky optimization with TRL's KTOTrainer. */
export const ktoSchema = z.strictObject({
  model: modelSection,
  lora: loraSection,
  training: z.strictObject({
    ...trainingKeys,
    per_device_train_batch_size: z.int().min(2).default(4)
      .describe('Rows per device and micro-batch; at least 2, since the KL term pairs each row with a neighbour.'),
    learning_rate: z.number().gt(0).default(1e-6).describe('Peak learning rate.'),
    max_length: rowLengthKey('model.max_seq_length'),
    max_prompt_length: z.int().min(1).nullable().default(null)
      .describe('Obsolete, no effect: max_length holds for prompt and answer together.'),
    loss_type: ktoLossKey,
    beta: betaKey,
    desirable_weight: z.number().gt(0).default(1).describe('Weight of thumbs-up rows.'),
    undesirable_weight: z.number().gt(0).default(1).describe('Weight of thumbs-down rows.'),
    precompute_ref_log_probs: autoKey
      .describe(
        'When what the reference says of a row is computed. true: once, before the first step. false: at every step. '
        + 'auto: once, when a row is seen for the first time, and kept for later runs on the same model and rows; with '
        + 'fine_tune_type full before the first step, which then needs no second model.',
      ),
    group_by_length: autoKey
      .describe(
        'Batches, in which the KL term pairs rows, of about one length: less padding, but length may tell what a row is '
        + 'about. auto: no.',
      ),
    use_kto_s: z.boolean().default(false)
      .describe('The KTO-S loss of the original: KTO whose reference point turns with the sign of each reward.'),
    use_two_stage_lr: z.boolean().default(false)
      .describe('A learning rate in two stages: lr_scheduler_type\'s course, lowered from lr_reduction_step on.'),
    lr_reduction_step: z.int().min(1).default(50)
      .describe('Optimizer step from which on use_two_stage_lr lowers the rate; without effect while that is false.'),
    lr_reduction_factor: z.number().gt(0).max(1).default(0.5)
      .describe('Factor by which use_two_stage_lr lowers the rate; without effect while that is false.'),
  }).prefault({}),
  ...commonSections,
});

/** The settings of method `kto`. */
export type KtoSettings = z.infer<typeof ktoSchema>;

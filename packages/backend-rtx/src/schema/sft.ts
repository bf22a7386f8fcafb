import { lossOnKey, rowLengthKey } from '@tuner/core/config-keys';
import * as z from 'zod';
import { autoKey } from './auto-key.ts';
import { commonSections } from './common-sections.ts';
import { loraSection } from './lora-section.ts';
import { modelSection } from './model-section.ts';
import { trainingKeys } from './training-keys.ts';

/** The document of method `sft`: supervised fine-tuning with TRL's SFTTrainer. */
export const sftSchema = z.strictObject({
  model: modelSection,
  lora: loraSection,
  training: z.strictObject({
    ...trainingKeys,
    per_device_train_batch_size: z.int().min(1).default(6).describe('Rows per device and micro-batch.'),
    learning_rate: z.number().gt(0).default(2e-4).describe('Peak learning rate.'),
    max_seq_length: rowLengthKey('model.max_seq_length'),
    packing: z.boolean().default(false).describe('Several rows in one sequence: no padding, fewer steps. For GPUs.'),
    loss_on: lossOnKey,
    completion_only_loss: z.boolean().optional()
      .describe(
        'The original\'s key, read where loss_on is absent: true means assistant; false, beside no '
        + 'assistant_only_loss: true, means all.',
      ),
    assistant_only_loss: z.boolean().optional()
      .describe('The original\'s key, read where loss_on is absent: true means assistant.'),
    group_by_length: autoKey
      .describe(
        'Batches of rows of about one length: less padding, but length may tell what a row is about. auto: among the '
        + 'rows of one optimizer step, which learns the same; on a CPU.',
      ),
  }).prefault({}),
  ...commonSections,
});

/** The settings of method `sft`. */
export type SftSettings = z.infer<typeof sftSchema>;

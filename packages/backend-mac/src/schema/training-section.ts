import {
  bestModelKeys, gradientCheckpointingKey, intervalKeys, lengthKeys, lossOnKey, optimizationKeys,
} from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `training`. */
export const trainingSection = z.strictObject({
  objective: z.enum(['auto', 'sft', 'kto']).default('auto')
    .describe('What is trained for. auto: kto when label is true in some rows and false in others, else sft.'),
  ...lengthKeys('num_epochs'),
  per_device_batch_size: z.int().min(1).default(4)
    .describe('Rows per micro-batch; KTO needs at least 2, since its KL term pairs each row with a neighbour.'),
  learning_rate: z.number().gt(0).default(1e-5).describe('Peak learning rate.'),
  ...optimizationKeys({ weight_decay: 0.01 }),
  gradient_checkpointing: gradientCheckpointingKey,
  loss_on: lossOnKey,
  group_by_length: z.boolean().default(true)
    .describe('SFT with data.shuffle: batches of rows of about one length, so less padding. KTO pairs neighbours.'),
  seed: z.int().min(0).default(42).describe('Seed of the adapter\'s first weights and of dropout.'),
  ...intervalKeys({ logging_steps: 10, save_steps: 100, eval_steps: 100 }),
  eval_strategy: z.enum(['no', 'steps', 'epoch']).nullable().default(null)
    .describe('When the held-out rows are evaluated. null: steps where rows are held out, else no.'),
  ...bestModelKeys,
}).prefault({});

import {
  bestModelKeys, gradientCheckpointingKey, intervalKeys, lengthKeys, optimizationKeys,
} from '@tuner/core/config-keys';
import * as z from 'zod';

/** The keys of `training` that SFT and KTO share. */
export const trainingKeys = {
  output_dir: z.string().min(1).default('./output')
    .describe('Where a trainer that runs alone writes; under Tuner the run directory replaces it.'),
  ...optimizationKeys({ weight_decay: 0 }),
  ...lengthKeys('num_train_epochs'),
  optim: z.enum([
    'adamw_torch', 'adamw_torch_fused', 'adamw_8bit', 'paged_adamw_8bit', 'paged_adamw_32bit', 'adafactor', 'sgd',
  ]).default('adamw_torch_fused')
    .describe('Optimizer; the 8-bit and paged ones need CUDA.'),
  fp16: z.boolean().default(false).describe('Mixed precision with float16. CUDA only.'),
  bf16: z.boolean().default(false).describe('Mixed precision with bfloat16. CUDA only.'),
  gradient_checkpointing: gradientCheckpointingKey,
  ...intervalKeys({ logging_steps: 5, save_steps: 50, eval_steps: 50 }),
  save_total_limit: z.int().min(2).nullable().default(3)
    .describe('How many checkpoints stay; at least 2, so that a torn one can be survived.'),
  eval_strategy: z.enum(['no', 'steps', 'epoch']).default('no').describe('When the held-out rows are evaluated.'),
  ...bestModelKeys,
  report_to: z.array(z.enum(['wandb', 'tensorboard', 'trackio'])).default([])
    .describe('Tools that metrics are reported to, besides the events; their packages must be installed.'),
  dataloader_num_workers: z.int().min(0).default(0)
    .describe('Processes that load rows; rows are tokenized beforehand, so 0 is rarely slower.'),
  dataloader_pin_memory: z.boolean().default(true).describe('Page-locked memory for rows. CUDA only.'),
};

import { z } from 'zod';

/** A number of optimizer steps, or a share of all steps. */
const steps = z.union([z.int().min(1), z.number().gt(0).lt(1)], {
  error: 'a whole number from 1, or a share of all steps between 0 and 1',
});

/** The keys of `training` that SFT and KTO share. */
export const trainingKeys = {
  output_dir: z.string().min(1).default('./output')
    .describe('Where a trainer that runs alone writes; under Tuner the run directory replaces it.'),
  fine_tune_type: z.enum(['lora', 'full']).default('lora')
    .describe('lora trains an adapter, full trains all weights.'),
  per_device_eval_batch_size: z.int().min(1).default(8).describe('Rows per device in an evaluation.'),
  gradient_accumulation_steps: z.int().min(1).default(1).describe('Micro-batches per optimizer step.'),
  max_grad_norm: z.number().min(0).default(1)
    .describe('Longest gradient; a longer one is scaled down. 0 turns it off.'),
  weight_decay: z.number().min(0).default(0).describe('AdamW\'s weight decay.'),
  lr_scheduler_type: z.enum([
    'linear', 'cosine', 'cosine_with_restarts', 'polynomial', 'constant', 'constant_with_warmup', 'inverse_sqrt',
    'cosine_with_min_lr',
  ]).default('cosine')
    .describe('Course of the learning rate.'),
  lr_scheduler_kwargs: z.record(z.string(), z.json()).default({})
    .describe('Further values of the schedule, such as {min_lr: 1e-6}.'),
  warmup_ratio: z.number().min(0).lt(1).default(0).describe('Share of all steps in which the learning rate rises.'),
  warmup_steps: z.int().min(0).default(0).describe('The same as a number of steps; excludes warmup_ratio.'),
  num_train_epochs: z.number().gt(0).default(1).describe('How often every row is seen.'),
  max_steps: z.int().min(-1).default(-1).describe('Optimizer steps; above 0 it wins over num_train_epochs.'),
  optim: z.enum([
    'adamw_torch', 'adamw_torch_fused', 'adamw_8bit', 'paged_adamw_8bit', 'paged_adamw_32bit', 'adafactor', 'sgd',
  ]).default('adamw_torch_fused')
    .describe('Optimizer; the 8-bit and paged ones need CUDA.'),
  fp16: z.boolean().default(false).describe('Mixed precision with float16. CUDA only.'),
  bf16: z.boolean().default(false).describe('Mixed precision with bfloat16. CUDA only.'),
  gradient_checkpointing: z.boolean().default(false)
    .describe('Computes activations again instead of keeping them: less memory, about 20 % slower.'),
  logging_steps: steps.default(5).describe('Steps between metrics; below 1 a share of all steps.'),
  save_strategy: z.enum(['no', 'steps', 'epoch']).default('steps').describe('When checkpoints are written.'),
  save_steps: steps.default(50).describe('Steps between checkpoints.'),
  save_total_limit: z.int().min(2).nullable().default(3)
    .describe('How many checkpoints stay; at least 2, so that a torn one can be survived.'),
  eval_strategy: z.enum(['no', 'steps', 'epoch']).default('no').describe('When the held-out rows are evaluated.'),
  eval_steps: steps.default(50).describe('Steps between evaluations.'),
  eval_on_start: z.boolean().default(false).describe('Evaluates before the first step, too.'),
  dataloader_num_workers: z.int().min(0).default(0)
    .describe('Processes that load rows; rows are tokenized beforehand, so 0 is rarely slower.'),
  dataloader_pin_memory: z.boolean().default(true).describe('Page-locked memory for rows. CUDA only.'),
};

import * as z from 'zod';

/** What differs between back ends that share {@link optimizationKeys} and {@link intervalKeys}. */
export interface TrainingDefaults {
  readonly weight_decay: number;
  readonly logging_steps: number;
  readonly save_steps: number;
  readonly eval_steps: number;
}

/** The keys of `training` that say how weights are changed: what is trained, batches, clipping, the schedule. */
export function optimizationKeys({ weight_decay }: Pick<TrainingDefaults, 'weight_decay'>) {
  return {
    fine_tune_type: z.enum(['lora', 'full']).default('lora')
      .describe('lora trains an adapter, full trains all weights.'),
    per_device_eval_batch_size: z.int().min(1).default(8).describe('Rows per device in an evaluation.'),
    gradient_accumulation_steps: z.int().min(1).default(1).describe('Micro-batches per optimizer step.'),
    max_grad_norm: z.number().min(0).default(1)
      .describe('Longest gradient; a longer one is scaled down. 0 turns it off.'),
    weight_decay: z.number().min(0).default(weight_decay).describe('AdamW\'s weight decay.'),
    lr_scheduler_type: z.enum([
      'linear', 'cosine', 'cosine_with_restarts', 'polynomial', 'constant', 'constant_with_warmup', 'inverse_sqrt',
      'cosine_with_min_lr',
    ]).default('cosine')
      .describe('Course of the learning rate.'),
    lr_scheduler_kwargs: z.record(z.string(), z.json()).default({})
      .describe('Further values of the schedule, such as {min_lr: 1e-6}.'),
    warmup_ratio: z.number().min(0).lt(1).default(0).describe('Share of all steps in which the learning rate rises.'),
    warmup_steps: z.int().min(0).default(0).describe('The same as a number of steps; excludes warmup_ratio.'),
  };
}

/** The keys of `training` that say how long it goes on: epochs under the name `epochs`, or steps. */
export function lengthKeys<const Name extends string>(epochs: Name) {
  const epochsKey = z.number().gt(0).default(1).describe('How often every row is seen.');
  return {
    ...({ [epochs]: epochsKey } as Record<Name, typeof epochsKey>),
    max_steps: z.int().min(-1).default(-1).describe(`Optimizer steps; above 0 it wins over ${epochs}.`),
  };
}

/** The key `gradient_checkpointing` of `training`. */
export const gradientCheckpointingKey = z.boolean().default(false)
  .describe('Computes activations again instead of keeping them: less memory, about 20 % slower.');

/** A number of optimizer steps, or a share of all steps. */
export const stepsKey = z.union([z.int().min(1), z.number().gt(0).lt(1)], {
  error: 'a whole number from 1, or a share of all steps between 0 and 1',
});

/** The keys of `training` that say when it is logged, saved and evaluated. */
export function intervalKeys({ logging_steps, save_steps, eval_steps }: Omit<TrainingDefaults, 'weight_decay'>) {
  return {
    logging_steps: stepsKey.default(logging_steps).describe('Steps between metrics; below 1 a share of all steps.'),
    save_strategy: z.enum(['no', 'steps', 'epoch']).default('steps').describe('When checkpoints are written.'),
    save_steps: stepsKey.default(save_steps).describe('Steps between checkpoints.'),
    eval_steps: stepsKey.default(eval_steps).describe('Steps between evaluations.'),
    eval_on_start: z.boolean().default(false).describe('Evaluates before the first step, too.'),
  };
}

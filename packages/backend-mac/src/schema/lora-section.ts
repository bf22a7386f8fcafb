import { targetModulesKey, useDoraKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `lora`: the adapter. */
export const loraSection = z.strictObject({
  rank: z.int().min(1).max(256).default(16).describe('Rank of the adapter.'),
  alpha: z.number().gt(0).default(32).describe('Scale of the adapter: its output is multiplied by alpha / rank.'),
  dropout: z.number().min(0).lt(1).default(0).describe('Dropout on the adapter\'s input, from 0 to below 1.'),
  target_modules: targetModulesKey,
  bias: z.enum(['none', 'all', 'lora_only']).default('none')
    .describe('Which biases are trained. Only none: MLX\'s form of an adapter holds no biases.'),
  use_dora: useDoraKey,
  use_rslora: z.boolean().default(false).describe('Rank-stabilized LoRA: scales by alpha / sqrt(rank).'),
  num_layers: z.int().min(-1)
    .refine((count) => count !== 0, { error: 'a whole number from 1, or -1 for all blocks' })
    // A refinement alone would not stand in the JSON Schema that the trainer checks with.
    .meta({ not: { const: 0 } })
    .default(-1)
    .describe('How many of the last blocks get an adapter; -1: all.'),
}).prefault({});

import { targetModulesKey, useDoraKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `lora`: the adapter. */
export const loraSection = z.strictObject({
  r: z.int().min(1).max(256).default(32).describe('Rank of the adapter.'),
  lora_alpha: z.number().gt(0).default(64)
    .describe('Scale of the adapter: its output is multiplied by lora_alpha / r.'),
  lora_dropout: z.number().min(0).lt(1).default(0.05).describe('Dropout on the adapter\'s input.'),
  bias: z.enum(['none', 'all', 'lora_only']).default('none').describe('Which biases are trained.'),
  target_modules: targetModulesKey,
  use_gradient_checkpointing: z.union([z.literal('unsloth'), z.boolean()], { error: 'true, false or "unsloth"' })
    .default(false)
    .describe('Unsloth\'s own switch; anything but false turns on training.gradient_checkpointing.'),
  random_state: z.int().min(0).default(3407).describe('Seed of the adapter\'s first weights.'),
  use_rslora: z.boolean().default(false).describe('Rank-stabilized LoRA: scales by lora_alpha / sqrt(r).'),
  use_dora: useDoraKey,
  modules_to_save: z.array(z.string().min(1)).min(1).nullable().default(null)
    .describe('Modules that are trained in full beside the adapter and saved with it, such as [embed_tokens, lm_head].'),
}).prefault({});

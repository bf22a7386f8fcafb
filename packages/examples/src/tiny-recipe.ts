import { join } from 'node:path';
import type { SftSettings } from '@tuner/backend-rtx';
import { writeDataset, type ConfigOverrides } from '@tuner/core';
import { generateHeldOutRows, generateRows } from './rows/generate-rows.ts';

/**
 * A training of a few seconds, for examples that are about something else than learning: the built-in tiny model, all
 * of its weights, on 96 rows that it writes below `home`. 12 steps and a checkpoint an epoch, an event a step.
 */
export async function tinyRecipe(home: string, epochs = 2): Promise<ConfigOverrides<SftSettings>> {
  const folder = join(home, 'examples', 'tiny');
  const format = 'messages';
  const rows = await writeDataset(join(folder, 'rows.jsonl'), generateRows({ count: 96 }), { format });
  const heldOut = await writeDataset(join(folder, 'held-out.jsonl'), generateHeldOutRows({ count: 16 }), { format });
  return {
    modelName: 'builtin:tiny',
    datasetFile: rows.path,
    epochs,
    batchSize: 8,
    learningRate: 2e-3,
    settings: {
      ...FOR_THE_CPU,
      training: {
        ...FOR_THE_CPU.training, fine_tune_type: 'full', max_seq_length: 256, logging_steps: 1, save_strategy: 'epoch',
        eval_strategy: 'epoch', eval_on_start: true,
      },
      dataset: { evaluation_file: heldOut.path },
    },
  };
}

/** What the shipped file has for a GPU of 24 GB, and a tiny model on a CPU has no use for. */
export const FOR_THE_CPU = {
  model: { load_in_4bit: false },
  lora: { use_gradient_checkpointing: false },
  training: {
    gradient_accumulation_steps: 1, gradient_checkpointing: false, optim: 'adamw_torch_fused', bf16: false,
    dataloader_pin_memory: false,
  },
} as const;

import type { ConfigOverrides } from '@tuner/core';
import type { SftSettings } from '@tuner/backend-rtx';

/** The files that a quickstart trains on. */
export interface RecipeFiles {
  readonly rows: string;
  readonly evaluationRows: string;
  readonly requests: readonly string[];
}

/**
 * How the tiny model learns its job: all of its weights, since a random base has nothing that an adapter could adapt.
 * Found by trying: see docs/decisions/0003-quickstart-recipe.md.
 */
export function quickstartRecipe({ rows, evaluationRows, requests }: RecipeFiles): ConfigOverrides<SftSettings> {
  return {
    modelName: 'builtin:tiny',
    datasetFile: rows,
    epochs: 8,
    batchSize: 32,
    learningRate: 2e-3,
    settings: {
      seed: 7,
      model: { load_in_4bit: false, max_seq_length: 256 },
      training: {
        fine_tune_type: 'full',
        gradient_accumulation_steps: 1,
        gradient_checkpointing: false,
        optim: 'adamw_torch_fused',
        max_seq_length: 256,
        bf16: false,
        logging_steps: 5,
        save_strategy: 'epoch',
        save_total_limit: 2,
        eval_strategy: 'epoch',
        eval_on_start: true,
        dataloader_pin_memory: false,
      },
      dataset: { evaluation_file: evaluationRows },
      evaluation: { sample_prompts: [...requests], max_new_tokens: 64 },
    },
  };
}

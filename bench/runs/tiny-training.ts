import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, writeDataset } from '@tuner/core';
import { join } from 'node:path';
import { tinyRecipe } from '../../packages/examples/src/tiny-recipe.ts';
import { generateRows } from '../../packages/examples/src/rows/generate-rows.ts';

/** How long a training is, and what interrupts its steps. */
export interface Length {
  readonly steps: number;
  /** Every how many steps it evaluates and saves; 0: neither. */
  readonly every: number;
}

/** A Tuner with the RTX back end on the CPU, and the tiny model's training: a million parameters, one row a step. */
export async function tinyTraining(home: string) {
  const backends = [new RTXBackend({ device: 'cpu' })];
  // Of the user's own home: a new one would have to build it.
  const { pythonPath } = await createTuner({ backends }).ensureEnvironment('rtx');
  const tuner = createTuner({ backends, home });
  const rows = await writeDataset(join(home, 'rows.jsonl'), generateRows({ count: 400 }), { format: 'messages' });
  const recipe = await tinyRecipe(home);
  const configOf = async ({ steps, every }: Length) => tuner.loadConfig('rtx', 'sft', {
    ...recipe, datasetFile: rows.path, batchSize: 1, learningRate: 1e-4,
    settings: {
      ...recipe.settings,
      training: {
        ...recipe.settings?.training, max_steps: steps, logging_steps: 5, eval_on_start: every > 0,
        ...(every > 0
          ? { eval_strategy: 'steps', eval_steps: every, save_strategy: 'steps', save_steps: every }
          : { eval_strategy: 'no', save_strategy: 'no' }),
      },
    },
  });
  return { tuner, pythonPath, configOf };
}

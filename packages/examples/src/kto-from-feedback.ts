import { join } from 'node:path';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, writeDataset, type KtoRow } from '@tuner/core';
import { collectFeedback, type Feedback } from './rows/collect-feedback.ts';
import { checked, say } from './say.ts';
import { showProgress } from './terminal.ts';
import { FOR_THE_CPU } from './tiny-recipe.ts';

const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const folder = join(tuner.home, 'examples', 'feedback');

/** A thumb is all that KTO needs: no second answer to compare with. */
function* toRows(feedback: readonly Feedback[]): Generator<KtoRow> {
  for (const { question, answer, thumb } of feedback) {
    const messages = [{ role: 'user', content: question }, { role: 'assistant', content: answer }] as const;
    yield { messages, label: thumb === 'up' };
  }
}

/** Learns from thumbs-up and thumbs-down; `true` when held-out good answers gained on the bad ones. */
async function ktoFromFeedback(): Promise<boolean> {
  await tuner.ensureEnvironment('rtx');
  const thumbs = toRows(collectFeedback('training', 96));
  const rows = await writeDataset(join(folder, 'rows.jsonl'), thumbs, { format: 'kto' });
  const others = toRows(collectFeedback('held-out', 32));
  const heldOut = await writeDataset(join(folder, 'held-out.jsonl'), others, { format: 'kto' });

  const training = { max_length: 256, eval_on_start: true, eval_strategy: 'epoch', save_strategy: 'epoch' } as const;
  const config = await tuner.loadConfig('rtx', 'kto', {
    modelName: 'builtin:tiny', datasetFile: rows.path, epochs: 3, batchSize: 8, learningRate: 5e-3,
    settings: {
      ...FOR_THE_CPU,
      training: { ...FOR_THE_CPU.training, ...training },
      dataset: { evaluation_file: heldOut.path },
    },
  });

  say(`\nLearning from ${rows.rows} thumbs:\n`);
  const run = await tuner.train(config, { tags: { example: 'kto-from-feedback' } });
  await showProgress(run.events());
  const result = await run.result;
  if ('error' in result) throw result.error;
  if (result.status !== 'succeeded') return false;

  const margins = (await run.metrics()).find(({ name }) => name === 'eval_rewards/margins')?.points ?? [];
  const [before, after] = [margins[0]?.value ?? 0, margins.at(-1)?.value ?? 0];
  say(`\n  Margin of good over bad answers on held-out rows: ${before.toFixed(3)} before, ${after.toFixed(3)} after`);
  say(`  The adapter  ${result.artifact.path}\n`);
  return after > before + 0.5;
}

await checked(ktoFromFeedback, 'The margin rose less than it should.');

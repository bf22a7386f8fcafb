import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { NO_PROGRESS, reduceProgress } from '@tuner/core/contract';
import { progressLine } from './progress-line.ts';
import { checked, say } from './say.ts';
import { tinyRecipe } from './tiny-recipe.ts';

/** Shows a training as one line that redraws itself; where nobody watches, as a line every tenth of the way. */
async function progressBar(): Promise<boolean> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  await tuner.ensureEnvironment('rtx');
  const run = await tuner.train(await tuner.loadConfig('rtx', 'sft', await tinyRecipe(tuner.home)));

  const { isTTY } = process.stdout;
  const columns = process.stdout.columns || 100;
  let progress = NO_PROGRESS;
  let shown = -1;
  for await (const event of run.events()) {
    progress = reduceProgress(progress, event);
    const tenth = Math.floor(progress.fraction * 10);
    if (isTTY) process.stdout.write(`\r\x1b[2K${progressLine(progress).slice(0, columns - 1)}`);
    else if (tenth > shown) say(progressLine(progress));
    shown = tenth;
  }
  say();

  const { firstEvaluationLoss: before, evaluationLoss: after } = progress;
  say(`  ${progress.status}: held-out loss ${before?.toFixed(2)} before, ${after?.toFixed(2)} after`);
  return progress.status === 'succeeded' && progress.fraction === 1 && (after ?? Infinity) < (before ?? 0) - 1;
}

await checked(progressBar, 'The training did not end as it should.');

import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, isTunerError } from '@tuner/core';
import { checked, say } from './say.ts';
import { tinyRecipe } from './tiny-recipe.ts';

const AT_STEP = 5;

/** Aborts a training with an AbortSignal: once before it exists, once in its middle, where it saves and ends. */
async function abort(): Promise<boolean> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  await tuner.ensureEnvironment('rtx');
  // Hours, if nobody stopped it.
  const config = await tuner.loadConfig('rtx', 'sft', await tinyRecipe(tuner.home, 10_000));

  const runs = (await tuner.runs.list()).length;
  const refused = await tuner.train(config, { signal: AbortSignal.abort() }).catch((error: unknown) => error);
  const isRefused = isTunerError(refused) && refused.code === 'ABORTED' && (await tuner.runs.list()).length === runs;
  if (isRefused) say(`\n  Aborted before it began: ${refused.message}`);

  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  const run = await tuner.train(config, { signal: controller.signal });
  for await (const event of run.events()) {
    if (event.type === 'progress' && event.step >= AT_STEP) controller.abort();
    if (event.type === 'run.stopping') say('  Aborted while it ran: it saves and ends …');
  }
  const result = await run.result;
  const step = result.checkpoints.at(-1)?.step ?? 0;
  say(`  The run was ${result.status}; its newest checkpoint is of step ${step}.\n`);
  return isRefused && result.status === 'stopped' && step >= AT_STEP;
}

await checked(abort, 'The training did not stop as it should.');
